/** Bodies and searches of reports of misuse, and a report as it is shown. */
import { REPORT_CLOSERS } from '../../../sharing-rules/misuse/report-closing.ts';
import {
  REPORT_OUTCOMES,
  REPORT_SEARCHES,
  REPORT_STATES,
  type ReportOutcome,
} from '../../../sharing-rules/terms/statuses.ts';
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import {
  count,
  list,
  object,
  oneOf,
  orNull,
  partial,
  type Shape,
  type TypeOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';

const id: Shape<string> = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' };
const words: Shape<string> = { type: 'string', minLength: 1, maxLength: 2000, pattern: '\\S' };
const kind: Shape<string> = { type: 'string', pattern: '^[a-z][a-z_]{2,40}$' };
const agency: Shape<string> = { type: 'string', maxLength: 16 };
const entries: Shape<readonly number[]> = { type: 'array', maxItems: 500, items: count };
const outcome: Shape<ReportOutcome> = { enum: REPORT_OUTCOMES };

export const validateReport = compileSchema({
  $id: 'MisuseReport',
  ...object(
    { kind, summary: words, agency, subjectId: id, concerns: id, entries },
    ...(['agency', 'subjectId', 'concerns', 'entries'] as const),
  ),
});

export const validateAssignment = compileSchema({
  $id: 'MisuseAssignment',
  ...object({ owner: id, dueAt: time }),
});

export const validateClosing = compileSchema({ $id: 'MisuseClosing', ...object({ outcome, note: words }) });

/** Filters of the list of reports, as parameters of a URL; `without=agency`: those that are about none. */
export const validateSearch = compileSchema(
  partial({
    state: oneOf(...REPORT_SEARCHES),
    agency,
    kind,
    without: oneOf('agency'),
    after: id,
    limit: limitSchema,
  }),
);

/** Role of who may close it, and the person who sees to it; null: there is none who may. */
const brought = { closer: oneOf(...REPORT_CLOSERS), owner: orNull(uuid) };

export const openedReport = {
  $id: 'OpenedMisuseReport',
  ...object({ id: uuid, state: oneOf('open'), ...brought }),
};

export type OpenedReport = TypeOf<typeof openedReport>;

export const shownReport = {
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
    ...brought,
    dueAt: time,
    state: oneOf(...REPORT_STATES),
    outcome: orNull(oneOf(...REPORT_OUTCOMES)),
    /** Those with which it may be closed; of a closed one none. */
    outcomes: list(oneOf(...REPORT_OUTCOMES)),
    note: orNull(text),
    closedBy: orNull(uuid),
    closedAt: orNull(time),
    closedIndex: orNull(count),
  }),
};

export type ShownReport = TypeOf<typeof shownReport>;

/** The reports of one agency, or of none, that are not closed. */
const counted = { reports: count, overdue: count, oldest: time, newest: time };
export const waitingReports = object({
  agency: orNull(text),
  name: orNull(text),
  ...counted,
  /** `refused`: those whose every entry is a refusal. */
  kinds: list(object({ kind: text, refused: count, ...counted })),
});

export type ShownWaitingReports = TypeOf<typeof waitingReports>;
