/**
 * Lets the Chief (or an auditor, if it is about the Chief) take on, assign and close a report; never lets the
 * person concerned do so.
 */

import type pg from 'pg';
import { whyNotNothingLeft } from '../../../sharing-rules/misuse/refused-nothing-left.ts';
import { type ClosingAnswer, mayClose } from '../../../sharing-rules/misuse/report-closing.ts';
import { maySeeTo } from '../../../sharing-rules/review.ts';
import { rolesAllow, whoMay } from '../../../sharing-rules/terms/roles.ts';
import type { ReportOutcome } from '../../../sharing-rules/terms/statuses.ts';
import { appendOwnerEvent, type OwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { findRolesOf } from '../../registry/identities/persons-store.ts';
import { type GrantedByPerson, refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import { assignReport, closeReport, findMisuseReport, type MisuseReport } from './misuse-reports-store.ts';
import { whoClosesIt } from './who-has-report.ts';

export interface Closing {
  readonly reportId: string;
  readonly by: GrantedByPerson;
  readonly outcome: ReportOutcome;
  readonly note: string;
}

export interface Assignment {
  readonly reportId: string;
  readonly by: GrantedByPerson;
  /** Person id of the one who shall handle it. */
  readonly owner: string;
  readonly dueAt: Date;
}

const MAY_NOT_READ = `\`owner\` may not read reports of misuse: name ${whoMay('read_misuse')}`;
const MAY_NOT_CLOSE =
  '`owner` may not close this report, which is about the Chief: name an auditor who did not report it';
const CLOSED = 'this report is closed already';
const JUDGED = (why: string) =>
  `\`outcome\` cannot be \`refused_nothing_left\` here, since ${why}: write founded or unfounded`;

/**
 * Closes it.
 * @throws GatewayError `not_found`; `forbidden` for the person concerned; `conflict` if closed; `malformed` for an
 * outcome that it cannot have
 */
export function closeMisuseReport(pool: pg.Pool, closing: Closing): Promise<MisuseReport> {
  const { by, note, outcome, reportId } = closing;
  const { personId } = by;
  return inTransaction(pool, async (trx) => {
    const report = await findFor(trx, reportId, personId);
    if (report.state === 'closed') throw new GatewayError('conflict', CLOSED);
    const why = outcome === 'refused_nothing_left' ? whyNotNothingLeft(report) : null;
    if (why !== null) throw new GatewayError('malformed', JUDGED(why));
    await refuseIfRemoved(trx, by);
    const { index, now } = await record(trx, report, 'misuse_closed', { by: personId, outcome, note });
    const change = { outcome, note, closedBy: personId, closedAt: now, index };
    if (!(await closeReport(trx, reportId, change))) throw new GatewayError('conflict', CLOSED);
    return (await findMisuseReport(trx, reportId)) as MisuseReport;
  });
}

/** @throws as `closeMisuseReport`; `malformed` for a past day, or an owner who may not read it */
export function assignMisuseReport(pool: pg.Pool, assignment: Assignment): Promise<MisuseReport> {
  const { by, dueAt, owner, reportId } = assignment;
  const { personId } = by;
  return inTransaction(pool, async (trx) => {
    const report = await findFor(trx, reportId, personId);
    if (!maySeeTo({ concerns: report.concerns, personId: owner })) {
      throw new GatewayError('malformed', '`owner` is the person whom the report concerns: name another');
    }
    const roles = await findRolesOf(trx, owner);
    if (!rolesAllow(roles, 'read_misuse')) throw new GatewayError('malformed', MAY_NOT_READ);
    if (report.closer !== 'chief' && mayClose(report, { personId: owner, roles }) !== 'allowed') {
      throw new GatewayError('malformed', MAY_NOT_CLOSE);
    }
    if (!(await assignReport(trx, reportId, { owner, dueAt }))) throw new GatewayError('conflict', CLOSED);
    await refuseIfRemoved(trx, by);
    const facts = { by: personId, owner, dueAt: dueAt.toISOString() };
    const { now } = await record(trx, report, 'misuse_assigned', facts);
    if (dueAt <= now) throw new GatewayError('malformed', '`dueAt` is in the past: give a later day');
    return (await findMisuseReport(trx, reportId)) as MisuseReport;
  });
}

async function findFor(trx: Transaction, id: string, personId: string): Promise<MisuseReport> {
  const report = requireFound(await findMisuseReport(trx, id), 'report');
  const answer = mayClose(report, { personId, roles: await findRolesOf(trx, personId) });
  if (answer !== 'allowed') throw new GatewayError('forbidden', WHY_NOT[answer](report));
  return report;
}

const WHY_NOT: Readonly<Record<Exclude<ClosingAnswer, 'allowed'>, (report: MisuseReport) => string>> = {
  concerned: () => 'a report is not decided by the person whom it concerns',
  reporter: ({ closer }) => whoClosesIt(closer, true),
  role_missing: ({ closer }) => whoClosesIt(closer, false),
};

function record(
  trx: Transaction,
  { agency, agencyId, id, officerId }: MisuseReport,
  kind: OwnerEvent['kind'],
  owner: Record<string, unknown>,
): Promise<{ index: number; now: Date }> {
  return appendOwnerEvent(trx, {
    kind,
    agency: agency === null || agencyId === null ? null : { id: agencyId, ori: agency },
    owner: { report: id, ...owner },
    ...(officerId === null ? {} : { officerId }),
  });
}
