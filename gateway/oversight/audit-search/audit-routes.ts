/** The log for auditors over HTTP: search, one entry, export. Each of them is an entry before it is an answer. */
import type { Receipt } from '../../audit/receipt.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { limitOf } from '../../http/parse-search.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { admitted, admittedByHand } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
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

/** The dependencies; `auditPool` only reads the audit and logs that, so that no revocation waits for it. */
export interface AuditDeps extends SignInDeps, ExportDeps {
  readonly findReceipt: (index: number) => Promise<Receipt>;
}

const entries = json('A page.', { $id: 'LogEntries', ...foundEntries });

const searched = admitted(
  {
    method: 'get',
    path: '/v1/audit/entries',
    id: 'searchLog',
    action: 'read_log',
    summary: 'Search the log, newest first; the search is in the log.',
    search: validatePagedSearch,
    personalBy: '/v1/audit/search',
    answers: { 200: entries },
  },
  async ({ by: { personId }, search }, deps: AuditDeps) => {
    const { cursor, limit, ...asked } = search;
    const page = { personId, asked, personal: {}, details: false, limit: limitOf(limit), cursor };
    return deps.reading(personId, () => searchLog(deps, page));
  },
);

const searchedByPlate = admittedByHand(
  {
    method: 'post',
    path: '/v1/audit/search',
    id: 'searchLogByPlate',
    action: 'read_log',
    summary:
      'Search the log, by plate, case and officer too, and with `details` by what each entry says. By plate it finds who ' +
      'asked for it, and who got it by asking for another or for an area: `plateWas` tells which. By case a page looks ' +
      'through 50,000 entries: `next` then goes on further back, though none was found.',
    body: validateSearchBody,
    answers: { 200: entries },
  },
  async ({ body, by: { personId }, response }, deps: AuditDeps) => {
    const { cursor, details = false, indices, limit = 100, ...given } = body;
    const { asked, personal } = apart(given);
    const page = { personId, asked, personal, details, limit, indices, cursor };
    response.json(await deps.reading(personId, () => searchLog(deps, page)));
  },
);

const shown = admitted(
  {
    method: 'get',
    path: '/v1/audit/entries/{index}',
    id: 'readLogEntry',
    action: 'read_log',
    summary: 'One entry with its detail and its receipt.',
    answers: { 200: json('The entry.', provenEntry) },
  },
  async ({ by: { personId }, params: { index } }, deps: AuditDeps) => {
    const { auditPool: pool, findReceipt, reading, tellAltered } = deps;
    return reading(personId, async () => {
      const entry = /^\d{1,15}$/.test(index) ? await findAuditEntry(pool, Number(index)) : null;
      if (entry === null) throw new GatewayError('not_found', 'the log has no entry with this index');
      const search = { index: entry.index };
      const read = { personId, action: 'entry', search, entries: 1, plate: null } as const;
      await recordReading({ pool, plateKeys: deps.plateKeys }, read, await readNow(pool));
      const receipt = entry.kept === null ? null : await findReceipt(entry.index);
      const heldAt = await holdAgainstLog(pool, [entry.index], tellAltered);
      return { ...presentEntry(entry), ...heldAt(entry.index), receipt };
    });
  },
);

const file = {
  200: {
    what: 'Oldest first.',
    content: { 'application/x-ndjson': null, 'text/csv': null },
    headers: ['Content-Disposition', 'Log-Size'],
  },
} as const;

const exported = admittedByHand(
  {
    method: 'get',
    path: '/v1/audit/export',
    id: 'exportLog',
    action: 'read_log',
    summary: 'The log as a file.',
    search: validateExportSearch,
    personalBy: '/v1/audit/export',
    answers: file,
  },
  async ({ by: administrator, response, search }, deps: AuditDeps) => {
    const { format = 'ndjson', ...asked } = search;
    await sendExport(response, deps, { administrator, asked, personal: {}, format });
  },
);

const exportedByPlate = admittedByHand(
  {
    method: 'post',
    path: '/v1/audit/export',
    id: 'exportLogByPlate',
    action: 'read_log',
    summary: 'The log as a file, by plate, case and officer too.',
    body: validateExportBody,
    answers: file,
  },
  async ({ body: { format = 'ndjson', ...given }, by: administrator, response }, deps: AuditDeps) => {
    const { asked, personal } = apart(given);
    await sendExport(response, deps, { administrator, asked, personal, format });
  },
);

export const AUDIT_ROUTES: readonly Route<AuditDeps>[] = [
  ...[searched, searchedByPlate, shown, exported, exportedByPlate],
];

/** Separates what has no place in a URL from the rest. */
function apart({ caseNumber, officer, plate, ...asked }: AuditSearch & Personal) {
  const personal = Object.entries({ caseNumber, officer, plate }).filter(([, value]) => value !== undefined);
  return { asked, personal: Object.fromEntries(personal) as Personal };
}
