/**
 * Judges the rows of a list and sends those that may enter to the database, in constant memory: into a temporary table,
 * or, where the list is new, straight into its own.
 */
import type pg from 'pg';
import { type EntryFate, judgeEntry, judgeListName } from '../../../sharing-rules/hot-list.ts';
import type { CopyBuffer } from '../../database/copy-buffer.ts';
import type { RowCounts, SetAside } from '../lists/row-counts.ts';
import type { Comparison } from './compare-versions.ts';
import { ENTRY_COLUMNS, entryKey, entryText } from './entry-text.ts';
import type { ListRow } from './layouts/list-row.ts';
import type { ListBlock } from './pieces/list-block.ts';
import { createStaging, type StagingTable } from './staged-entries-store.ts';

const COUNTED: Readonly<Record<EntryFate, keyof RowCounts>> = {
  take: 'taken',
  restrict: 'restricted',
  drop: 'dropped',
  refuse: 'refused',
  set_aside: 'setAside',
};
/** Blocks, of four rows: half a millisecond. With eight times as many an import takes four tenths longer. */
const AT_ONCE = 30;
const RANK: readonly EntryFate[] = ['take', 'restrict', 'set_aside', 'refuse', 'drop'];

export interface StageOptions {
  /** `incoming`: the next version of a list, or what is added to it; `outgoing`: what is taken off. */
  readonly table?: StagingTable;
  readonly listName: string;
  readonly copies: CopyBuffer;
  /** Where pieces are noted that were not known, and rows of a new list go; null: nowhere. */
  readonly comparison: Pick<Comparison, 'last' | 'notes' | 'newList'> | null;
  readonly onSetAside?: (row: SetAside) => void;
  readonly onBatch?: (counts: RowCounts) => void;
}

type Counts = Record<keyof RowCounts, number>;

/** @throws what the rows throw: then the caller's transaction is over, and nothing more is sent into it. */
export async function stageEntries(
  trx: pg.ClientBase,
  batches: AsyncIterable<Iterable<ListBlock>>,
  { listName, copies, comparison, onSetAside, onBatch, table = 'incoming' }: StageOptions,
): Promise<RowCounts> {
  const list = judgeListName(listName).fate;
  const into = `${table} (key, ${ENTRY_COLUMNS})`;
  const counts = { taken: 0, setAside: 0, dropped: 0, refused: 0, restricted: 0 };
  const stageBlock = (block: ListBlock) => {
    const before = counts.taken + counts.restricted;
    let [keys, texts, restricted] = ['', '', 0];
    for (const row of block.rows) {
      const [key, text, isRestricted] = stageRow(row, list, counts, onSetAside);
      if (key === '') continue;
      keys += key;
      if (isRestricted) restricted += 1;
      if (comparison?.last.opened.cancel(key)) continue;
      if (comparison?.newList?.take(key, text, isRestricted) !== true) texts += `${key}\t${text}`;
    }
    const entries = counts.taken + counts.restricted - before;
    comparison?.notes.add(block, keys, { taken: entries - restricted, restricted });
    if (texts !== '') copies.add(into, texts);
  };
  let fresh = 0;
  await createStaging(trx, table);
  if (comparison !== null) await createStaging(trx, 'outgoing');
  try {
    for await (const batch of batches) {
      for (const block of batch) {
        if (block.known === null) {
          stageBlock(block);
          fresh += 1;
          if (fresh % AT_ONCE === 0) await copies.copyIfFull();
          continue;
        }
        counts.taken += block.known.taken;
        counts.restricted += block.known.restricted;
        comparison?.notes.keep(block, block.known);
      }
      onBatch?.(counts);
      await copies.copyIfFull();
    }
    comparison?.newList?.send();
    comparison?.last.opened.close();
    comparison?.notes.close();
    await copies.copyRest();
  } catch (error) {
    await copies.stop();
    throw error;
  }
  return counts;
}

type Staged = readonly [key: string, text: string, restricted: boolean];
const NOTHING: Staged = ['', '', false];

/** The row as it is stored; the key is empty where nothing of it is. */
function stageRow(
  row: ListRow,
  list: EntryFate,
  counts: Counts,
  onSetAside: StageOptions['onSetAside'],
): Staged {
  const { fate, reason, plate } =
    'fault' in row ? { fate: 'set_aside' as const, reason: row.fault, plate: null } : judgeEntry(row.entry);
  // The list's own name can only make it worse.
  const final = RANK.indexOf(list) > RANK.indexOf(fate) ? list : fate;
  counts[COUNTED[final]] += 1;
  if (final === 'set_aside') onSetAside?.({ line: row.line, reason });
  if ('fault' in row || plate === null || (final !== 'take' && final !== 'restrict')) return NOTHING;
  const text = entryText(row.entry, plate, reason, final === 'restrict');
  return [entryKey(text), text, final === 'restrict'];
}
