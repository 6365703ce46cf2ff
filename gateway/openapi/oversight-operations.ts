/** Who looks after it: officers, reviews, misuse, the log for auditors. */
import {
  auditSearchBodySchema,
  validateExportSearch,
  validatePagedSearch,
} from '../audit-search/audit-search.schema.ts';
import { optionalReasonSchema, reasonSchema } from '../http/reason.schema.ts';
import {
  assignmentSchema,
  closingSchema,
  reportSchema,
  validateSearch as validateReportSearch,
} from '../misuse/misuse.schema.ts';
import { approvalSchema, validateSearch as validateReviewSearch } from '../reviews/review.schema.ts';
import { attestationSchema } from '../subjects/attestation.schema.ts';
import { validateSearch as validateSubjectSearch } from '../subjects/subject-search.schema.ts';
import { lowering, reasons } from './answers.ts';
import { json, type Operation } from './operation.ts';
import {
  base64,
  count,
  day,
  flag,
  list,
  object,
  oneOf,
  orNull,
  page,
  type Schema,
  text,
  time,
  uuid,
} from './shapes.ts';

const scope = 'alpr.admin';

const subjectFacts = {
  id: uuid,
  agency: text,
  reference: text,
  name: text,
  status: oneOf('active', 'held', 'inactive', 'suspended'),
  enrolledAt: time,
  attestation: orNull(object({ employerOri: text, federalDetail: flag, trainedOn: day })),
  attestedAt: orNull(time),
};
const subject = { $id: 'OfficerOfPartner', ...object(subjectFacts) };
const attested = {
  $id: 'AttestedOfficer',
  ...object({ ...subjectFacts, reasons, ...lowering }, ...Object.keys(lowering)),
};

const reviewFacts = {
  id: uuid,
  kind: oneOf('held', 'exigent'),
  status: text,
  agency: text,
  subjectId: orNull(uuid),
  purpose: text,
  reasons,
  since: time,
  due: time,
  index: count,
  decidedBy: orNull(uuid),
  decidedAt: orNull(time),
};
const review = { $id: 'Review', ...object(reviewFacts) };
const wholeReview = {
  $id: 'WholeReview',
  ...object({ ...reviewFacts, note: orNull(text), query: { type: 'object' } }),
};

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

const get = (path: string, summary: string, answer: ReturnType<typeof json>, search?: { schema: unknown }) =>
  ({
    method: 'get',
    path,
    summary,
    scope,
    answers: { 200: answer },
    ...(search === undefined ? {} : { search: search.schema as Schema }),
  }) as const;

const post = (path: string, summary: string, body: Schema, answers: Operation['answers']) =>
  ({ method: 'post', path, summary, scope, body, answers }) as const;

export const oversightOperations: readonly Operation[] = [
  get(
    '/v1/subjects',
    'Officers of partners.',
    json('A page.', { $id: 'Officers', ...page('subjects', subject) }),
    validateSubjectSearch,
  ),
  get('/v1/subjects/{id}', 'One officer.', json('The officer.', subject)),
  post('/v1/subjects/{id}/suspend', 'Stop an officer, now, on every node.', reasonSchema, {
    200: json('Suspended.', {
      $id: 'Suspended',
      ...object({ id: uuid, status: oneOf('suspended'), ...lowering }),
    }),
  }),
  {
    ...post('/v1/subjects/{id}/reinstate', 'Let an officer ask again.', optionalReasonSchema, {
      200: json('Reinstated.', subject),
    }),
    bodyOptional: true,
  },
  post(
    '/v1/subjects/{id}/attest',
    'Employer and training of an officer; what bars suspends.',
    attestationSchema,
    {
      200: json('Kept.', attested),
    },
  ),
  get(
    '/v1/reviews',
    'Queries that wait for a person.',
    json('A page.', { $id: 'Reviews', ...page('reviews', review) }),
    validateReviewSearch,
  ),
  get('/v1/reviews/{id}', 'One in full; the look is in the log.', json('The review.', wholeReview)),
  post('/v1/reviews/{id}/approve', 'Approve; releases nothing by itself.', approvalSchema, {
    200: json('Approved.', review),
  }),
  post('/v1/reviews/{id}/refuse', 'Refuse.', reasonSchema, { 200: json('Refused.', review) }),
  get(
    '/v1/misuse-reports',
    'Reports of misuse.',
    json('A page.', { $id: 'MisuseReports', ...page('reports', report) }),
    validateReportSearch,
  ),
  get('/v1/misuse-reports/{id}', 'One report.', json('The report.', report)),
  post('/v1/misuse-reports', 'Report misuse.', reportSchema, {
    201: json('Opened.', { $id: 'OpenedMisuseReport', ...object({ id: uuid, state: oneOf('open') }) }),
  }),
  post('/v1/misuse-reports/{id}/assign', 'Give a report to a person.', assignmentSchema, {
    200: json('Assigned.', report),
  }),
  post('/v1/misuse-reports/{id}/close', 'Close a report.', closingSchema, { 200: json('Closed.', report) }),
  get(
    '/v1/audit/entries',
    'Search the log, newest first; the search is in the log.',
    entries,
    validatePagedSearch,
  ),
  post('/v1/audit/search', 'Search the log, by plate too.', auditSearchBodySchema, { 200: entries }),
  get('/v1/audit/entries/{index}', 'One entry with its detail.', json('The entry.', entry)),
  {
    ...get('/v1/audit/export', 'The log as a file.', json('', {}), validateExportSearch),
    answers: {
      200: { what: 'Oldest first.', content: { 'application/x-ndjson': null, 'text/csv': null } },
    },
  },
];
