/** Sends the log as a file. The export is logged first, and ends when the reader loses the right to read. */

import type { Response } from 'express';
import { findNewestCheckpoint } from '../../audit/log-store.ts';
import { readNow } from '../../database/read-now.ts';
import { upToNow } from '../../projections/up-to-now.ts';
import type { Administrator } from '../../sign-in/require-administrator.ts';
import type { AuditSearch } from './audit-search.schema.ts';
import { type ExportFormat, exportLog } from './export-log.ts';
import { recordReading } from './record-reading.ts';
import { plateOf, resolveSearch } from './resolve-search.ts';
import { asSought, type Personal, personalFilter, type SearchDeps } from './search-log.ts';
import { type SendDeps, sendPages } from './send-pages.ts';

export interface ExportDeps extends SearchDeps, SendDeps {}

export interface AskedExport {
  readonly administrator: Administrator;
  readonly asked: AuditSearch;
  readonly personal: Personal;
  readonly format: ExportFormat;
}

export async function sendExport(
  response: Response,
  deps: ExportDeps,
  { administrator, asked, format, personal }: AskedExport,
): Promise<void> {
  const { auditPool: pool, plateKeys, reading, tellAltered } = deps;
  const { personId } = administrator;
  const { filter, size } = await reading(personId, async () => {
    const now = await readNow(pool);
    await upToNow(pool);
    const plate = personal.plate === undefined ? null : plateOf(personal.plate);
    const sought = personalFilter(await resolveSearch(pool, asked, personal.officer), {
      ...personal,
      plateKeys,
      plate,
      now,
    });
    // The size of the log now: the export's own entry and later ones are not in the file.
    const stands = (await findNewestCheckpoint(pool))?.size ?? 0;
    // The filters and the size determine how many entries match; counting them would read the log twice.
    const search = { ...asSought(asked, sought), size: stands };
    const read = { personId, action: 'export', search, entries: null, plate } as const;
    await recordReading({ pool, plateKeys }, read, now);
    return { filter: sought, size: stands };
  });
  await sendPages(response, deps, administrator, () => {
    response
      .attachment(`audit-log-${size}.${format}`)
      .type(format === 'csv' ? 'text/csv' : 'application/x-ndjson')
      .set({ 'Cache-Control': 'no-store', 'Log-Size': String(size) });
    return exportLog({ pool, reading, personId, tellAltered }, filter, size, format);
  });
}
