/** The log as a file, page by page from the database, so that its size does not matter. */
import type pg from 'pg';
import { type AuditEntry, findOldestEntries } from './audit-entries-store.ts';
import type { AuditFilter } from './audit-filter.ts';
import { csvRow } from './csv-row.ts';
import { presentEntry, summariseEntry } from './present-entry.ts';

export type ExportFormat = 'ndjson' | 'csv';

const PAGE = 500;

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
] as const;

/** Lines of the entries below `size` that match, oldest first. */
export async function* exportLog(
  pool: pg.Pool,
  filter: AuditFilter,
  size: number,
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield csvRow([...HEADER, 'askerDetail', 'ownerDetail']);
  let after = -1;
  for (;;) {
    const page = await findOldestEntries(pool, filter, { after, size, limit: PAGE });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page.map(format === 'csv' ? csvLine : jsonLine).join('');
    after = last.index;
  }
}

function jsonLine(entry: AuditEntry): string {
  return `${JSON.stringify(presentEntry(entry))}\n`;
}

function csvLine(entry: AuditEntry): string {
  const summary = summariseEntry(entry);
  const cells = HEADER.map((name) => {
    const value = summary[name];
    return Array.isArray(value) ? value.join(' ') : (value as string | number | null);
  });
  return csvRow([...cells, entry.kept?.asker.detail ?? null, entry.kept?.owner.detail ?? null]);
}
