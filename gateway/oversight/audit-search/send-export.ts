/** Sends the log as a file: an entry before it is an answer, and cut by the marks that end the reader's right. */
import type { Response } from 'express';
import type pg from 'pg';
import { findNewestCheckpoint } from '../../audit/log-store.ts';
import { readNow } from '../../database/read-now.ts';
import { identityChanged } from '../../query/answer.ts';
import { readFacts } from '../../release/facts/facts-store.ts';
import type { InFlight } from '../../release/lease/in-flight.ts';
import { writePages } from '../../release/send/write-pages.ts';
import type { Administrator } from '../../sign-in/require-administrator.ts';
import type { AuditSearch } from './audit-search.schema.ts';
import { type ExportFormat, exportLog } from './export-log.ts';
import type { PacedReading } from './paced-reading.ts';
import { recordReading } from './record-reading.ts';
import { plateOf, resolveSearch } from './resolve-search.ts';
import { asSought, type Personal, personalFilter, type SearchDeps } from './search-log.ts';

export interface ExportDeps extends SearchDeps {
  readonly inFlight: InFlight;
  readonly reading: PacedReading;
}

export interface AskedExport {
  readonly administrator: Administrator;
  readonly asked: AuditSearch;
  readonly personal: Personal;
  readonly format: ExportFormat;
}

export async function sendExport(
  response: Response,
  { auditPool: pool, inFlight, plateKeys, reading }: ExportDeps,
  { administrator, asked, format, personal }: AskedExport,
): Promise<void> {
  const { personId } = administrator;
  const { filter, size } = await reading(personId, async () => {
    const now = await readNow(pool);
    const plate = personal.plate === undefined ? null : plateOf(personal.plate);
    const sought = personalFilter(await resolveSearch(pool, asked, personal.officer), {
      ...personal,
      plateKeys,
      plate,
      now,
    });
    // The log as it stands now; its own entry, and what comes after, are not in it.
    const stands = (await findNewestCheckpoint(pool))?.size ?? 0;
    // How many these are follows from the filters and the size; to count them first would read the log twice.
    const search = { ...asSought(asked, sought), size: stands };
    const read = { personId, action: 'export', search, entries: null, plate } as const;
    await recordReading({ pool, plateKeys }, read, now);
    return { filter: sought, size: stands };
  });
  // A file that is read slowly outlives the right to it: so it is tracked as a release is, and cut by the same marks.
  const passage = inFlight.enter(administrator.agencyId);
  try {
    const epoch = await reading(personId, () => epochOf(pool, administrator));
    response
      .attachment(`audit-log-${size}.${format}`)
      .type(format === 'csv' ? 'text/csv' : 'application/x-ndjson')
      .set({ 'Cache-Control': 'no-store', 'Log-Size': String(size) });
    const pages = exportLog({ pool, reading, personId }, filter, size, format);
    await writePages(response, pages, (cut) => passage.mayWrite(epoch, cut));
  } finally {
    passage.leave();
  }
}

/**
 * The epoch under which somebody of the owner's reads. Every mark that comes after it lies above it; one that came
 * between sign-in and now has changed the registrations.
 */
async function epochOf(pool: pg.Pool, { agencyId, identities }: Administrator): Promise<number> {
  const { agencies, haltEpoch } = await readFacts(pool, [agencyId]);
  const known = agencies.get(agencyId);
  if (known === undefined || known.identities !== identities) throw identityChanged();
  return Math.max(known.agency.epoch, haltEpoch);
}
