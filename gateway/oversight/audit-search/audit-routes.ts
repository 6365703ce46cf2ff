/** The log for auditors over HTTP: search, one entry, export. Each of them is an entry before it is an answer. */
import type { Request } from 'express';
import type pg from 'pg';
import { findNewestCheckpoint } from '../../audit/log-store.ts';
import type { PlateKeys } from '../../audit/plate-hmac.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { parseBody } from '../../http/parse-body.ts';
import { limitOf, parseSearch } from '../../http/parse-search.ts';
import { json, type Route, route } from '../../http/routes/route.ts';
import { page } from '../../http/schemas/shapes.ts';
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
  listedEntry,
  shownEntry,
  validateExportSearch,
  validatePagedSearch,
  validateSearchBody,
} from './audit-search.schema.ts';
import { exportLog } from './export-log.ts';
import type { PacedReading } from './paced-reading.ts';
import { presentEntry, summariseEntry } from './present-entry.ts';
import { type Reading, recordReading } from './record-reading.ts';
import { plateCodes, plateOf, resolveSearch } from './resolve-search.ts';

export interface AuditDeps extends SignInDeps {
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

const scope = 'alpr.admin';
const entries = json('A page.', { $id: 'LogEntries', ...page('entries', listedEntry) });

const searched = route(
  {
    method: 'get',
    path: '/v1/audit/entries',
    id: 'searchLog',
    action: 'read_log',
    summary: 'Search the log, newest first; the search is in the log.',
    scope,
    search: validatePagedSearch,
    answers: { 200: entries },
  },
  async (request, response, deps: AuditDeps, { action, search }) => {
    const { personId } = await requireAdministrator(request, deps, action);
    refusePlate(request);
    const { cursor, limit, ...asked } = parseSearch(request, search);
    const page = { cursor, limit: limitOf(limit) };
    response.json(await deps.reading(personId, () => searchLog(deps, personId, asked, null, page)));
  },
);

const searchedByPlate = route(
  {
    method: 'post',
    path: '/v1/audit/search',
    id: 'searchLogByPlate',
    action: 'read_log',
    summary: 'Search the log, by plate too.',
    scope,
    body: validateSearchBody,
    answers: { 200: entries },
  },
  async (request, response, deps: AuditDeps, { action, body }) => {
    const { personId } = await requireAdministrator(request, deps, action);
    const { cursor, limit = 100, plate, ...asked } = parseBody(request, body);
    const sought = plate === undefined ? null : plateOf(plate);
    const page = { cursor, limit };
    response.json(await deps.reading(personId, () => searchLog(deps, personId, asked, sought, page)));
  },
);

const shown = route(
  {
    method: 'get',
    path: '/v1/audit/entries/{index}',
    id: 'readLogEntry',
    action: 'read_log',
    summary: 'One entry with its detail.',
    scope,
    answers: { 200: json('The entry.', shownEntry) },
  },
  async (request, response, deps: AuditDeps, { action }) => {
    const { auditPool: pool, reading } = deps;
    const { personId } = await requireAdministrator(request, deps, action);
    const { index } = request.params;
    const shown = await reading(personId, async () => {
      const entry = /^\d{1,15}$/.test(index) ? await findAuditEntry(pool, Number(index)) : null;
      if (entry === null) throw new GatewayError('not_found', 'the log has no entry with this index');
      const search = { index: entry.index };
      const read = { personId, action: 'entry', search, entries: 1, plate: null } as const;
      await record(deps, read, await readNow(pool));
      return presentEntry(entry);
    });
    response.json(shown);
  },
);

const exported = route(
  {
    method: 'get',
    path: '/v1/audit/export',
    id: 'exportLog',
    action: 'read_log',
    summary: 'The log as a file.',
    scope,
    search: validateExportSearch,
    answers: {
      200: {
        what: 'Oldest first.',
        content: { 'application/x-ndjson': null, 'text/csv': null },
        headers: ['Content-Disposition', 'Log-Size'],
      },
    },
  },
  async (request, response, deps: AuditDeps, { action, search }) => {
    const { auditPool: pool, inFlight, reading } = deps;
    const administrator = await requireAdministrator(request, deps, action);
    const { personId } = administrator;
    refusePlate(request);
    const { format = 'ndjson', ...asked } = parseSearch(request, search);
    const { filter, size } = await reading(personId, async () => {
      const sought = await resolveSearch(pool, asked);
      // The log as it stands now; its own entry, and what comes after, are not in it.
      const stands = (await findNewestCheckpoint(pool))?.size ?? 0;
      // How many these are follows from the filters and the size; to count them first would read the log twice.
      const search = { ...asked, size: stands };
      const read = { personId, action: 'export', search, entries: null, plate: null } as const;
      await record(deps, read, await readNow(pool));
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
  },
);

export const AUDIT_ROUTES: readonly Route<AuditDeps>[] = [searched, searchedByPlate, shown, exported];

function record({ auditPool: pool, plateKeys }: AuditDeps, read: Reading, now: number): Promise<unknown> {
  return recordReading({ pool, plateKeys }, read, now);
}

async function searchLog(
  deps: AuditDeps,
  personId: string,
  asked: AuditSearch,
  plate: string | null,
  page: Page,
): Promise<object> {
  const { auditPool: pool, plateKeys } = deps;
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
  await record(deps, { personId, action: 'search', search, entries: shown.length, plate }, now);
  const last = found.length > page.limit ? shown.at(-1) : undefined;
  return { entries: shown.map(summariseEntry), next: last === undefined ? null : String(last.index) };
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
function refusePlate(request: Pick<Request, 'query'>): void {
  if (!('plate' in request.query)) return;
  throw new GatewayError(
    'malformed',
    'a plate has no place in a URL: send it with POST to `/v1/audit/search`',
  );
}
