/** The log for auditors over HTTP: search, one entry, export. Each of them is an entry before it is an answer. */
import type { Request, Router } from 'express';
import type pg from 'pg';
import { findNewestCheckpoint } from '../../audit/log-store.ts';
import type { PlateKeys } from '../../audit/plate-hmac.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { parseBody } from '../../http/parse-body.ts';
import { limitOf, parseSearch } from '../../http/parse-search.ts';
import { strictRouter } from '../../http/strict-router.ts';
import { identityChanged } from '../../query/answer.ts';
import { readFacts } from '../../release/facts/facts-store.ts';
import type { InFlight } from '../../release/lease/in-flight.ts';
import { writePages } from '../../release/send/write-pages.ts';
import {
  type Administrator,
  requireAdministrator,
  type SignInDeps,
} from '../../sign-in/require-administrator.ts';
import { findAuditEntry, findDaysOfLog, findNewestEntries } from './audit-entries-store.ts';
import type { AuditFilter } from './audit-filter.ts';
import {
  type AuditSearch,
  validateExportSearch,
  validatePagedSearch,
  validateSearchBody,
} from './audit-search.schema.ts';
import { exportLog } from './export-log.ts';
import type { PacedReading } from './paced-reading.ts';
import { presentEntry, summariseEntry } from './present-entry.ts';
import { type Reading, recordReading } from './record-reading.ts';
import { plateCodes, plateOf, resolveSearch } from './resolve-search.ts';

export interface AuditRoutesDeps extends SignInDeps {
  /** Used only to read the audit and to log that reading, so that lowering a right never waits for it. */
  readonly auditPool: pg.Pool;
  readonly reading: PacedReading;
  readonly plateKeys: PlateKeys;
  readonly inFlight: InFlight;
}

interface Page {
  readonly cursor: string | undefined;
  readonly limit: number;
}

export function auditRoutes(deps: AuditRoutesDeps): Router {
  const { auditPool: pool, plateKeys, reading } = deps;
  const router = strictRouter();
  const record = (read: Reading, now: number) => recordReading({ pool, plateKeys }, read, now);

  const search = async (personId: string, asked: AuditSearch, plate: string | null, page: Page) => {
    const now = await readNow(pool);
    const filter: AuditFilter = await resolveSearch(pool, asked);
    const sought =
      plate === null ? filter : { ...filter, plateHmacs: plateCodes(plateKeys, plate, filter, now) };
    const before = page.cursor === undefined ? {} : { before: Number(page.cursor) };
    const within = await findDaysOfLog(pool, before.before);
    const limit = page.limit + 1;
    const found = within === null ? [] : await findNewestEntries(pool, sought, { ...before, limit, within });
    const shown = found.slice(0, page.limit);
    const search = { ...asked };
    await record({ personId, action: 'search', search, entries: shown.length, plate }, now);
    const last = found.length > page.limit ? shown.at(-1) : undefined;
    return { entries: shown.map(summariseEntry), next: last === undefined ? null : String(last.index) };
  };

  router.get('/v1/audit/entries', async (request, response) => {
    const { personId } = await requireAdministrator(request, deps, 'read_log');
    refusePlate(request);
    const { cursor, limit, ...asked } = parseSearch(request, validatePagedSearch);
    const page = { cursor, limit: limitOf(limit) };
    response.json(await reading(personId, () => search(personId, asked, null, page)));
  });

  router.post('/v1/audit/search', async (request, response) => {
    const { personId } = await requireAdministrator(request, deps, 'read_log');
    const { cursor, limit = 100, plate, ...asked } = parseBody(request, validateSearchBody);
    const normalised = plate === undefined ? null : plateOf(plate);
    response.json(await reading(personId, () => search(personId, asked, normalised, { cursor, limit })));
  });

  router.get('/v1/audit/entries/:index', async (request, response) => {
    const { personId } = await requireAdministrator(request, deps, 'read_log');
    const { index } = request.params;
    const shown = await reading(personId, async () => {
      const entry = /^\d{1,15}$/.test(index) ? await findAuditEntry(pool, Number(index)) : null;
      if (entry === null) throw new GatewayError('not_found', 'the log has no entry with this index');
      const search = { index: entry.index };
      await record({ personId, action: 'entry', search, entries: 1, plate: null }, await readNow(pool));
      return presentEntry(entry);
    });
    response.json(shown);
  });

  router.get('/v1/audit/export', async (request, response) => {
    const administrator = await requireAdministrator(request, deps, 'read_log');
    const { personId } = administrator;
    refusePlate(request);
    const { format = 'ndjson', ...asked } = parseSearch(request, validateExportSearch);
    const { filter, size } = await reading(personId, async () => {
      const sought = await resolveSearch(pool, asked);
      // The log as it stands now; its own entry, and what comes after, are not in it.
      const stands = (await findNewestCheckpoint(pool))?.size ?? 0;
      // How many these are follows from the filters and the size; to count them first would read the log twice.
      const search = { ...asked, size: stands };
      await record({ personId, action: 'export', search, entries: null, plate: null }, await readNow(pool));
      return { filter: sought, size: stands };
    });
    // A file that is read slowly outlives the right to it: so it is tracked as a release is, and cut by the same marks.
    const passage = deps.inFlight.enter(administrator.agencyId);
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
  });

  return router;
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

/** URLs end up in proxies' logs. */
function refusePlate(request: Request): void {
  if (!('plate' in request.query)) return;
  throw new GatewayError(
    'malformed',
    'a plate has no place in a URL: send it with POST to `/v1/audit/search`',
  );
}
