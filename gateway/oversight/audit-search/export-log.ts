/** Exports the log as a file, page by page from the database, so that its size does not matter. */
import type pg from 'pg';
import { type HeldAgainstLog, holdAgainstLog, type TellAltered } from '../held/hold-against-log.ts';
import { type AuditEntry, findDaysOfLog, findOldestEntries, narrowed } from './audit-entries-store.ts';
import type { AuditFilter } from './audit-filter.ts';
import { findBounds, LOOKED_THROUGH } from './case-stretch-store.ts';
import { csvRow } from './csv-row.ts';
import { type Days, stretchesOn } from './days-of-log.ts';
import type { PacedReading } from './paced-reading.ts';
import { presentEntry, summariseEntry } from './present-entry.ts';
import { sayEntry } from './say-entry.ts';
import { STATED, statedIn } from './stated-columns.ts';

export type ExportFormat = 'ndjson' | 'csv';

/** Number of entries read and written at once, which takes some milliseconds of the node's thread. */
const PAGE = 250;

const HEADER = [
  'index',
  'at',
  'kind',
  'effect',
  'agency',
  'grant',
  'epoch',
  'officerId',
  'purpose',
  'reasonCodes',
  'releaseId',
  'commitment',
  'plateWas',
] as const;

/** Columns that tell what an entry says, for people who read the file in a spreadsheet. */
const SAID = ['officer', 'caseNumber', 'plate', 'records', 'justification', 'by', 'reason'] as const;

export interface ExportDeps {
  readonly pool: pg.Pool;
  readonly reading: PacedReading;
  readonly personId: string;
  readonly tellAltered: TellAltered;
}

/** Yields the lines of the matching entries below `size`, oldest first; each page waits for its turn. */
export async function* exportLog(
  deps: ExportDeps,
  filter: AuditFilter,
  size: number,
  format: ExportFormat,
): AsyncGenerator<string> {
  const { personId, pool, reading, tellAltered } = deps;
  if (format === 'csv')
    yield csvRow([...HEADER, ...SAID, 'askerDetail', 'ownerDetail', 'proved', 'altered', ...STATED]);
  const days = await reading(personId, () => findDaysOfLog(pool, size));
  if (days === null) return;
  for await (const part of partsOf(narrowed(days, filter), deps, filter, size)) {
    let { after } = part;
    for (;;) {
      const page = await reading(personId, async () => {
        const place = { after, size: part.below, limit: PAGE };
        const found = await findOldestEntries(pool, filter, part.days, place);
        const heldAt = await holdAgainstLog(
          pool,
          found.map(({ index }) => index),
          tellAltered,
        );
        const line = format === 'csv' ? csvLine : jsonLine;
        // Writing the page counts as work, so that the line rests after it, too.
        return {
          last: found.at(-1),
          full: found.length === PAGE,
          text: found.map((entry) => line(entry, heldAt(entry.index, entry.day))).join(''),
        };
      });
      if (page.last !== undefined) {
        yield page.text;
        after = page.last.index;
      }
      if (!page.full) break;
    }
  }
}

interface Part {
  readonly days: Days;
  /** Log index, exclusive. */
  readonly after: number;
  readonly below: number;
}

/** Yields the part that each statement reads; by case number, no more entries than a search reads. */
async function* partsOf(
  days: Days,
  { personId, pool, reading }: ExportDeps,
  filter: AuditFilter,
  size: number,
): AsyncGenerator<Part> {
  for (const stretch of stretchesOn(days)) {
    if (filter.caseNumber === undefined) {
      yield { days: stretch, after: -1, below: size };
      continue;
    }
    const bounds = await reading(personId, () => findBounds(pool, stretch, size));
    if (bounds === null) continue;
    for (let after = bounds.first - 1; after < bounds.last; after += LOOKED_THROUGH) {
      yield { days: stretch, after, below: Math.min(size, after + LOOKED_THROUGH + 1) };
    }
  }
}

function jsonLine(entry: AuditEntry, held: HeldAgainstLog): string {
  return `${JSON.stringify({ ...presentEntry(entry), ...held })}\n`;
}

function csvLine(entry: AuditEntry, { altered, proved }: HeldAgainstLog): string {
  const summary = summariseEntry(entry);
  const cells = HEADER.map((name) => {
    const value = summary[name] ?? null;
    return Array.isArray(value) ? value.join(' ') : (value as string | number | null);
  });
  const says = sayEntry({ ...entry, officer: null });
  const said = SAID.map((name) =>
    name === 'officer' ? (says?.officer?.reference ?? null) : (says?.[name] ?? null),
  );
  const details = [entry.kept?.asker.detail ?? null, entry.kept?.owner.detail ?? null];
  const held = [proved === null ? null : String(proved), altered.join(' ')];
  return csvRow([...cells, ...said, ...details, ...held, ...statedIn(entry.kept)]);
}
