/** The log for auditors over HTTP: search, one entry, export. Each of them is an entry before it is an answer. */
import type { Request } from 'express';
import type { Receipt } from '../../audit/receipt.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { parseBody } from '../../http/parse-body.ts';
import { limitOf, parseSearch } from '../../http/parse-search.ts';
import { json, type Route, route } from '../../http/routes/route.ts';
import { requireAdministrator, type SignInDeps } from '../../sign-in/require-administrator.ts';
import { holdAgainstLog } from '../held/hold-against-log.ts';
import { findAuditEntry } from './audit-entries-store.ts';
import {
  type AuditSearch,
  foundEntries,
  provenEntry,
  validateExportBody,
  validateExportSearch,
  validatePagedSearch,
  validateSearchBody,
} from './audit-search.schema.ts';
import { presentEntry } from './present-entry.ts';
import { recordReading } from './record-reading.ts';
import { type Personal, searchLog } from './search-log.ts';
import { type ExportDeps, sendExport } from './send-export.ts';

/** Its `auditPool` is used only to read the audit and to log that reading, so that lowering a right never waits for it. */
export interface AuditDeps extends SignInDeps, ExportDeps {
  readonly findReceipt: (index: number) => Promise<Receipt>;
}

const scope = 'alpr.admin';
const entries = json('A page.', { $id: 'LogEntries', ...foundEntries });

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
    refusePersonal(request);
    const { cursor, limit, ...asked } = parseSearch(request, search);
    const page = { personId, asked, personal: {}, details: false, limit: limitOf(limit), cursor };
    response.json(await deps.reading(personId, () => searchLog(deps, page)));
  },
);

const searchedByPlate = route(
  {
    method: 'post',
    path: '/v1/audit/search',
    id: 'searchLogByPlate',
    action: 'read_log',
    summary:
      'Search the log, by plate, case and officer too, and with `details` by what each entry says. By plate it finds who ' +
      'asked for it, and who got it by asking for another or for an area: `plateWas` tells which. By case a page looks ' +
      'through 50,000 entries: `next` then goes on further back, though none was found.',
    scope,
    body: validateSearchBody,
    answers: { 200: entries },
  },
  async (request, response, deps: AuditDeps, { action, body }) => {
    const { personId } = await requireAdministrator(request, deps, action);
    const { cursor, details = false, indices, limit = 100, ...given } = parseBody(request, body);
    const { asked, personal } = apart(given);
    const page = { personId, asked, personal, details, limit, indices, cursor };
    response.json(await deps.reading(personId, () => searchLog(deps, page)));
  },
);

const shown = route(
  {
    method: 'get',
    path: '/v1/audit/entries/{index}',
    id: 'readLogEntry',
    action: 'read_log',
    summary: 'One entry with its detail and its receipt.',
    scope,
    answers: { 200: json('The entry.', provenEntry) },
  },
  async (request, response, deps: AuditDeps, { action }) => {
    const { auditPool: pool, findReceipt, reading, tellAltered } = deps;
    const { personId } = await requireAdministrator(request, deps, action);
    const { index } = request.params;
    const shown = await reading(personId, async () => {
      const entry = /^\d{1,15}$/.test(index) ? await findAuditEntry(pool, Number(index)) : null;
      if (entry === null) throw new GatewayError('not_found', 'the log has no entry with this index');
      const search = { index: entry.index };
      const read = { personId, action: 'entry', search, entries: 1, plate: null } as const;
      await recordReading({ pool, plateKeys: deps.plateKeys }, read, await readNow(pool));
      const receipt = entry.kept === null ? null : await findReceipt(entry.index);
      const heldAt = await holdAgainstLog(pool, [entry.index], tellAltered);
      return { ...presentEntry(entry), ...heldAt(entry.index), receipt };
    });
    response.json(shown);
  },
);

const file = {
  200: {
    what: 'Oldest first.',
    content: { 'application/x-ndjson': null, 'text/csv': null },
    headers: ['Content-Disposition', 'Log-Size'],
  },
} as const;

const exported = route(
  {
    method: 'get',
    path: '/v1/audit/export',
    id: 'exportLog',
    action: 'read_log',
    summary: 'The log as a file.',
    scope,
    search: validateExportSearch,
    answers: file,
  },
  async (request, response, deps: AuditDeps, { action, search }) => {
    const administrator = await requireAdministrator(request, deps, action);
    refusePersonal(request);
    const { format = 'ndjson', ...asked } = parseSearch(request, search);
    await sendExport(response, deps, { administrator, asked, personal: {}, format });
  },
);

const exportedByPlate = route(
  {
    method: 'post',
    path: '/v1/audit/export',
    id: 'exportLogByPlate',
    action: 'read_log',
    summary: 'The log as a file, by plate, case and officer too.',
    scope,
    body: validateExportBody,
    answers: file,
  },
  async (request, response, deps: AuditDeps, { action, body }) => {
    const administrator = await requireAdministrator(request, deps, action);
    const { format = 'ndjson', ...given } = parseBody(request, body);
    const { asked, personal } = apart(given);
    await sendExport(response, deps, { administrator, asked, personal, format });
  },
);

export const AUDIT_ROUTES: readonly Route<AuditDeps>[] = [
  ...[searched, searchedByPlate, shown, exported, exportedByPlate],
];

/** What has no place in a URL, and the rest. */
function apart({ caseNumber, officer, plate, ...asked }: AuditSearch & Personal) {
  const personal = Object.entries({ caseNumber, officer, plate }).filter(([, value]) => value !== undefined);
  return { asked, personal: Object.fromEntries(personal) as Personal };
}

/** URLs end up in proxies' logs. */
function refusePersonal(request: Pick<Request, 'query' | 'path'>): void {
  const named = ['plate', 'caseNumber', 'officer'].find((name) => name in request.query);
  if (named === undefined) return;
  const path = request.path.endsWith('/export') ? request.path : '/v1/audit/search';
  throw new GatewayError('malformed', `\`${named}\` has no place in a URL: send it with POST to \`${path}\``);
}
