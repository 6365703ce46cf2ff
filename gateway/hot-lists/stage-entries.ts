/** Judges the rows of a list and streams those that may enter into a temporary table, in constant memory. */
import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type EntryFate, judgeEntry, judgeListName } from '../../sharing-rules/hot-list.ts';
import type { ListedEntry, ListRow } from './list-row.ts';

/** What became of the rows of a file: every row is counted once. */
export interface RowCounts {
  readonly taken: number;
  readonly setAside: number;
  readonly dropped: number;
  readonly refused: number;
  readonly restricted: number;
}

/** A row that could not be used; never with its text. */
export interface SetAside {
  readonly line: number;
  /** Snake case. */
  readonly reason: string;
}

const COUNTED: Readonly<Record<EntryFate, keyof RowCounts>> = {
  take: 'taken',
  restrict: 'restricted',
  drop: 'dropped',
  refuse: 'refused',
  set_aside: 'setAside',
};
const RANK: readonly EntryFate[] = ['take', 'restrict', 'set_aside', 'refuse', 'drop'];

const COLUMNS =
  'key, plate, plate_state, kind, restricted, category, reference, originator, note, effective_at, expires_at';

/** Rows as `hot_list_entry` has them; dropped with the transaction. */
const temporary = (table: string) => `
  CREATE TEMP TABLE ${table} (key uuid, plate text COLLATE "C", plate_state text COLLATE "C", kind text, restricted boolean,
    category text, reference text, originator text, note text, effective_at timestamptz, expires_at timestamptz)
  ON COMMIT DROP`;

export interface StageOptions {
  /** `incoming`: the next version of a list, or what is added to it; `outgoing`: what is taken off. */
  readonly table?: 'incoming' | 'outgoing';
  readonly listName: string;
  readonly onSetAside?: (row: SetAside) => void;
  readonly onBatch?: (counts: RowCounts) => void;
}

/** @throws what the rows throw: then the caller's transaction is over. */
export async function stageEntries(
  trx: pg.ClientBase,
  batches: AsyncIterable<readonly ListRow[]>,
  { listName, onSetAside, onBatch, table = 'incoming' }: StageOptions,
): Promise<RowCounts> {
  const list = judgeListName(listName).fate;
  const counts = { taken: 0, setAside: 0, dropped: 0, refused: 0, restricted: 0 };
  const texts = async function* () {
    for await (const batch of batches) {
      let text = '';
      for (const row of batch) text += stageRow(row, list, counts, onSetAside);
      onBatch?.(counts);
      if (text !== '') yield text;
    }
  };
  await trx.query(temporary(table));
  await pipeline(Readable.from(texts()), trx.query(copyFrom(`COPY ${table} (${COLUMNS}) FROM STDIN`)));
  return counts;
}

/** The row as a line of COPY; empty where nothing of it is stored. */
function stageRow(
  row: ListRow,
  list: EntryFate,
  counts: Record<keyof RowCounts, number>,
  onSetAside: StageOptions['onSetAside'],
): string {
  const { fate, reason, plate } =
    'fault' in row ? { fate: 'set_aside' as const, reason: row.fault, plate: null } : judgeEntry(row.entry);
  // The list's own name can only make it worse.
  const final = RANK.indexOf(list) > RANK.indexOf(fate) ? list : fate;
  counts[COUNTED[final]] += 1;
  if (final === 'set_aside') onSetAside?.({ line: row.line, reason });
  if ('fault' in row || plate === null || (final !== 'take' && final !== 'restrict')) return '';
  return copyLine(row.entry, plate, reason, final === 'restrict');
}

const LONGEST_TEXT = 200;

/** The identity of an entry is its content: two equal rows are one entry. */
function copyLine(entry: ListedEntry, plate: string, kind: string, restricted: boolean): string {
  const { state, category, reference, originator, note, effectiveAt, expiresAt } = entry;
  const content =
    `${plate}\t${state ?? '\\N'}\t${kind}\t${restricted ? 't' : 'f'}\t${copyText(entry.ccicType ?? category)}` +
    `\t${copyText(reference)}\t${copyText(originator)}\t${copyText(note)}` +
    `\t${copyTime(effectiveAt)}\t${copyTime(expiresAt)}\n`;
  return `${hash('sha256', content, 'hex').slice(0, 32)}\t${content}`;
}

function copyText(text: string | null | undefined): string {
  if (text === null || text === undefined || text === '') return '\\N';
  const kept = text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text;
  return /[\\\t\n\r]/.test(kept) ? kept.replace(/[\\\t\n\r]/g, (char) => ESCAPES[char] as string) : kept;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyTime(time: number | null): string {
  return time === null ? '\\N' : new Date(time).toISOString();
}
