/** What auditors and the Chief look at: the log, and reports of misuse. */
import { json, type Operation } from '../http/routes/route.ts';
import {
  base64,
  count,
  list,
  object,
  oneOf,
  orNull,
  page,
  text,
  time,
  uuid,
} from '../http/schemas/shapes.ts';
import {
  validateExportSearch,
  validatePagedSearch,
  validateSearchBody,
} from '../oversight/audit-search/audit-search.schema.ts';
import {
  validateAssignment,
  validateClosing,
  validateReport,
  validateSearch as validateReportSearch,
} from '../oversight/misuse/misuse.schema.ts';
import { get, post } from './owner-operation.ts';

const report = {
  $id: 'KeptMisuseReport',
  ...object({
    id: uuid,
    kind: text,
    agency: orNull(text),
    officerId: orNull(uuid),
    concerns: orNull(uuid),
    entries: list(count),
    summary: text,
    openedAt: time,
    openedBy: orNull(uuid),
    openedIndex: orNull(count),
    owner: orNull(uuid),
    dueAt: time,
    state: oneOf('open', 'acknowledged', 'closed'),
    outcome: orNull(oneOf('founded', 'unfounded')),
    note: orNull(text),
    closedBy: orNull(uuid),
    closedAt: orNull(time),
  }),
};

const entryFacts = {
  index: count,
  at: text,
  kind: text,
  effect: orNull(oneOf('permit', 'review', 'deny')),
  agency: orNull(text),
  grant: orNull(text),
  epoch: count,
  officerId: orNull(uuid),
  purpose: orNull(text),
  reasonCodes: list(text),
  releaseId: orNull(uuid),
  commitment: text,
};
const part = orNull(object({ salt: base64, detail: text }));
const entry = {
  $id: 'LogEntry',
  ...object({ ...entryFacts, entry: text, leafHash: base64, asker: part, owner: part }),
};
const entries = json('A page.', { $id: 'LogEntries', ...page('entries', object(entryFacts)) });

export const logOperations: readonly Operation[] = [
  get(
    'listMisuseReports',
    'read_misuse',
    '/v1/misuse-reports',
    'Reports of misuse.',
    json('A page.', { $id: 'MisuseReports', ...page('reports', report) }),
    validateReportSearch,
  ),
  get(
    'readMisuseReport',
    'read_misuse',
    '/v1/misuse-reports/{id}',
    'One report.',
    json('The report.', report),
  ),
  post('reportMisuse', 'report_misuse', '/v1/misuse-reports', 'Report misuse.', validateReport, {
    201: json(
      'Opened.',
      { $id: 'OpenedMisuseReport', ...object({ id: uuid, state: oneOf('open') }) },
      'Location',
    ),
  }),
  post(
    'assignMisuseReport',
    'close_misuse',
    '/v1/misuse-reports/{id}/assign',
    'Give a report to a person.',
    validateAssignment,
    {
      200: json('Assigned.', report),
    },
  ),
  post(
    'closeMisuseReport',
    'close_misuse',
    '/v1/misuse-reports/{id}/close',
    'Close a report.',
    validateClosing,
    { 200: json('Closed.', report) },
  ),
  get(
    'searchLog',
    'read_log',
    '/v1/audit/entries',
    'Search the log, newest first; the search is in the log.',
    entries,
    validatePagedSearch,
  ),
  post(
    'searchLogByPlate',
    'read_log',
    '/v1/audit/search',
    'Search the log, by plate too.',
    validateSearchBody,
    { 200: entries },
  ),
  get(
    'readLogEntry',
    'read_log',
    '/v1/audit/entries/{index}',
    'One entry with its detail.',
    json('The entry.', entry),
  ),
  {
    ...get(
      'exportLog',
      'read_log',
      '/v1/audit/export',
      'The log as a file.',
      json('', {}),
      validateExportSearch,
    ),
    answers: {
      200: {
        what: 'Oldest first.',
        content: { 'application/x-ndjson': null, 'text/csv': null },
        headers: ['Content-Disposition', 'Log-Size'],
      },
    },
  },
];
