/**
 * Reports of misuse over HTTP: written by anybody with a role, read by auditors and the Chief, closed by the Chief, or
 * by an auditor if they are about the Chief.
 */
import type pg from 'pg';
import { outcomesOf } from '../../../sharing-rules/misuse/refused-nothing-left.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { pathId } from '../../http/path-id.ts';
import { reply } from '../../http/routes/reply.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { list, object, type TypeOf } from '../../http/schemas/shapes.ts';
import { findAgencyByOri } from '../../registry/agencies/agencies-store.ts';
import { listRoute } from '../../registry/agencies/list-route.ts';
import { admitted } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { assignMisuseReport, closeMisuseReport } from './close-misuse-report.ts';
import {
  type OpenedReport,
  openedReport,
  shownReport,
  validateAssignment,
  validateClosing,
  validateReport,
  validateSearch,
  waitingReports,
} from './misuse.schema.ts';
import { findMisuseReport, findMisuseReports, type MisuseReport } from './misuse-reports-store.ts';
import { reportMisuse } from './report-misuse.ts';
import { COUNTED_TO, countWaitingReports } from './waiting-reports-store.ts';

export interface MisuseDeps extends SignInDeps {
  readonly pool: pg.Pool;
}

const NOT_FOUND = 'no report has this id';
/** A report is hidden from the one whom it concerns. */
const listed = listRoute({
  path: '/v1/misuse-reports',
  id: 'listMisuseReports',
  action: 'read_misuse',
  summary: 'Reports of misuse.',
  search: validateSearch,
  ...{ name: 'MisuseReports', member: 'reports', shown: shownReport },
  find: (db, filter, { personId }) => findMisuseReports(db, { ...filter, reader: personId }),
  present,
});

const counted = admitted(
  {
    method: 'get',
    path: '/v1/misuse-agencies',
    id: 'countMisuseReports',
    action: 'read_misuse',
    summary: `Agencies with reports of misuse that are not closed: how many (to ${COUNTED_TO} of a kind), the oldest and the newest.`,
    answers: {
      200: json('Those with the most reports first.', {
        $id: 'MisuseAgencies',
        ...object({ agencies: list(waitingReports) }),
      }),
    },
  },
  async ({ by: { personId } }, deps: MisuseDeps) => {
    const agencies = await countWaitingReports(deps.pool, personId);
    return {
      agencies: agencies.map(({ kinds, ...one }) => ({ ...withTimes(one), kinds: kinds.map(withTimes) })),
    };
  },
);

const shown = admitted(
  {
    method: 'get',
    path: '/v1/misuse-reports/{id}',
    id: 'readMisuseReport',
    action: 'read_misuse',
    summary: 'One report.',
    answers: { 200: json('The report.', shownReport) },
  },
  async ({ by: { personId }, params }, deps: MisuseDeps) => {
    const report = await findMisuseReport(deps.pool, pathId(params.id, 'report'));
    if (report === null || report.concerns === personId) throw new GatewayError('not_found', NOT_FOUND);
    return present(report);
  },
);

const reported = admitted(
  {
    method: 'post',
    path: '/v1/misuse-reports',
    id: 'reportMisuse',
    action: 'report_misuse',
    summary: 'Report misuse.',
    body: validateReport,
    answers: { 201: json('Opened.', openedReport, 'Location') },
  },
  async ({ body: { agency: ori, concerns, entries, kind, subjectId, summary }, by }, deps: MisuseDeps) => {
    const { pool } = deps;
    const agency = ori === undefined ? null : await findAgencyByOri(pool, ori);
    if (ori !== undefined && agency === null) {
      throw new GatewayError('malformed', '`agency` is not an ORI of the registry');
    }
    const suspicion = {
      kind,
      agency: agency && { id: agency.id, ori: agency.ori },
      officerId: subjectId ?? null,
      concerns: concerns ?? null,
      pattern: null,
      entries: entries ?? [],
      summary,
      by: by.personId,
    };
    const now = new Date(await readNow(pool));
    const [opened] = await inTransaction(pool, (trx) => reportMisuse(trx, [suspicion], now)).catch(unknownId);
    const id = opened?.id as string;
    const { closer, owner } = (await findMisuseReport(pool, id)) as MisuseReport;
    const answer: OpenedReport = { id, state: 'open', closer, owner };
    return reply(answer, { location: `/v1/misuse-reports/${id}` });
  },
);

const assigned = admitted(
  {
    method: 'post',
    path: '/v1/misuse-reports/{id}/assign',
    id: 'assignMisuseReport',
    action: 'close_misuse',
    summary: 'Give a report to a person.',
    body: validateAssignment,
    answers: { 200: json('Assigned.', shownReport) },
  },
  async ({ body: { dueAt, owner }, by, params }, deps: MisuseDeps) => {
    const reportId = pathId(params.id, 'report');
    const change = { reportId, by, owner, dueAt: new Date(dueAt) };
    return present(await assignMisuseReport(deps.pool, change));
  },
);

const closed = admitted(
  {
    method: 'post',
    path: '/v1/misuse-reports/{id}/close',
    id: 'closeMisuseReport',
    action: 'close_misuse',
    summary: 'Close a report.',
    body: validateClosing,
    answers: { 200: json('Closed.', shownReport) },
  },
  async ({ body: { note, outcome }, by, params }, deps: MisuseDeps) => {
    const reportId = pathId(params.id, 'report');
    return present(await closeMisuseReport(deps.pool, { reportId, by, outcome, note }));
  },
);

export const MISUSE_ROUTES: readonly Route<MisuseDeps>[] = [
  listed,
  counted,
  shown,
  reported,
  assigned,
  closed,
];

function withTimes<Row extends { readonly oldest: Date; readonly newest: Date }>(row: Row) {
  return { ...row, oldest: row.oldest.toISOString(), newest: row.newest.toISOString() };
}

function present(row: MisuseReport): TypeOf<typeof shownReport> {
  const { agencyId: _, closedAt, dueAt, isRepeat: __, openedAt, refusedAll: ___, ...report } = row;
  return {
    ...report,
    outcomes: row.state === 'closed' ? [] : [...outcomesOf(row)],
    openedAt: openedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  };
}

/** Refuses a subject or person that does not exist (SQLSTATE 23503). */
function unknownId(error: unknown): never {
  if ((error as { code?: unknown }).code !== '23503') throw error;
  throw new GatewayError('malformed', '`subjectId` and `concerns` must be ids of an officer and of a person');
}
