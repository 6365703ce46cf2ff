/**
 * Completes the monthly audit (Policy 420.9.1): computes seven answers, stores them as a memo to the Chief,
 * logs its hash, and opens a report with an owner and a due date for each discrepancy.
 */

import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Limits } from '../../../sharing-rules/terms/decision.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { canonicalJson } from '../../audit/canonical-json.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { upToNow } from '../../projections/up-to-now.ts';
import { findMainOris } from '../../registry/agencies/agencies-store.ts';
import { type GrantedByPerson, refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import { reportMisuse, type Suspicion } from '../misuse/report-misuse.ts';
import { replayMonth } from '../replay/replay-month.ts';
import { answerAll } from './answer-all.ts';
import type { AuditGround, ByHand } from './audit-answer.ts';
import {
  type AuditMemo,
  findMonthlyAudit,
  insertMonthlyAudit,
  lockMonthlyAudits,
  type MonthlyAudit,
} from './monthly-audits-store.ts';

export interface AuditDeps {
  readonly pool: pg.Pool;
  readonly owner: Ori;
  readonly limits: Limits;
  readonly rulesRevision: string;
}

export interface AuditOrder {
  /** `YYYY-MM`, a month that is over, since a memo could not cover the days still to come. */
  readonly month: string;
  readonly by: GrantedByPerson;
  readonly byHand: ByHand;
}

/** @throws GatewayError `conflict` if the month was audited before; `malformed` if it is not over */
export async function completeAudit(deps: AuditDeps, order: AuditOrder): Promise<MonthlyAudit> {
  const { by, byHand, month } = order;
  const { personId } = by;
  const { pool, ...facts } = deps;
  refuseUnfinished(month, await readNow(pool));
  await upToNow(pool);
  // Runs before the transaction, which so holds its locks only for as long as it must.
  const replay = await replayMonth(pool, monthOf(month), facts.rulesRevision);
  return inTransaction(pool, async (trx) => {
    await lockMonthlyAudits(trx);
    const now = new Date(await readNow(trx));
    if ((await findMonthlyAudit(trx, month)) !== null) {
      throw new GatewayError('conflict', 'this month was audited already: its memo stands');
    }
    const ground: AuditGround = { ...facts, db: trx, byHand, now, month: monthOf(month), replay };
    const answers = await answerAll(ground, trx);
    const completedAt = now.toISOString();
    const memo: AuditMemo = { month, completedAt, completedBy: personId, byHand, answers };
    const text = canonicalJson(memo);
    const hash = createHash('sha256').update(text).digest();
    await refuseIfRemoved(trx, by);
    const index = await record(trx, memo, hash);
    await insertMonthlyAudit(trx, { month, memo: text, hash, index, personId, at: now });
    await reportMisuse(trx, await suspicionsOf(trx, memo, index), now);
    return { memo, memoHash: hash.toString('base64'), index };
  });
}

function refuseUnfinished(month: string, now: number): void {
  const { to } = monthOf(month);
  if (to.getTime() <= now) return;
  throw new GatewayError('malformed', `\`month\` is not over: complete its audit from ${utcDay(to)}, UTC`);
}

/** Returns the month's bounds in UTC. @param month `YYYY-MM` */
export function monthOf(month: string): AuditGround['month'] {
  const from = new Date(`${month}-01T00:00:00Z`);
  return { name: month, from, to: new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1)) };
}

async function record(trx: Transaction, { answers, completedBy, month }: AuditMemo, hash: Buffer) {
  const { index } = await appendOwnerEvent(trx, {
    kind: 'audit_completed',
    agency: null,
    owner: { by: completedBy, month, memo: hash.toString('base64'), ok: answers.map(({ ok }) => ok) },
  });
  return index;
}

async function suspicionsOf(
  trx: Transaction,
  { answers, month }: AuditMemo,
  index: number,
): Promise<Suspicion[]> {
  const oris = await findMainOris(trx);
  return answers.flatMap(({ discrepancies }, question) =>
    discrepancies.map(({ agencyId, entries = [], officerId = null, summary }): Suspicion => {
      const ori = agencyId === undefined ? undefined : oris.get(agencyId);
      const key = JSON.stringify([month, question + 1, summary, agencyId ?? null, officerId]);
      return {
        kind: `audit_${question + 1}`,
        agency: agencyId === undefined || ori === undefined ? null : { id: agencyId, ori },
        officerId,
        concerns: null,
        pattern: createHash('sha256').update(key).digest(),
        entries: entries.length > 0 ? entries : [index],
        summary,
        by: null,
      };
    }),
  );
}
