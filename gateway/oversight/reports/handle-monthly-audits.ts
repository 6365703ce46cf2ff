/** Monthly audits over HTTP: completed by an auditor, read by auditors and the Chief, each with its receipt. */
import type { Router } from 'express';
import type { Receipt } from '../../audit/receipt.ts';
import { GatewayError } from '../../faults/errors.ts';
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import { parseBody } from '../../http/parse-body.ts';
import { strictRouter } from '../../http/strict-router.ts';
import { requireAdministrator, type SignInDeps } from '../../sign-in/require-administrator.ts';
import { type AuditDeps, completeAudit } from './complete-audit.ts';
import { validateAuditOrder } from './monthly-audit.schema.ts';
import { findMonthlyAudit, findMonthlyAudits } from './monthly-audits-store.ts';

export interface MonthlyAuditRoutesDeps extends SignInDeps, AuditDeps {
  readonly findReceipt: (index: number) => Promise<Receipt>;
}

export function monthlyAuditRoutes(deps: MonthlyAuditRoutesDeps): Router {
  const { findReceipt, pool } = deps;
  const router = strictRouter();

  router.get('/v1/monthly-audits', async (request, response) => {
    await requireAdministrator(request, deps, 'read_misuse');
    const audits = await findMonthlyAudits(pool);
    response.json({
      audits: audits.map(({ index, memo, memoHash }) => ({
        month: memo.month,
        completedAt: memo.completedAt,
        ok: memo.answers.map(({ ok }) => ok),
        memoHash,
        index,
      })),
    });
  });

  router.get('/v1/monthly-audits/:month', async (request, response) => {
    await requireAdministrator(request, deps, 'read_misuse');
    const { month } = request.params;
    const audit = /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? await findMonthlyAudit(pool, month) : null;
    if (audit === null) {
      throw new GatewayError(
        'not_found',
        'this month has not been audited: an auditor completes it (`report monthly --complete`, `POST /v1/monthly-audits`)',
      );
    }
    response.json({ ...audit, receipt: await findReceipt(audit.index) });
  });

  router.post('/v1/monthly-audits', async (request, response) => {
    const administrator = await requireAdministrator(request, deps, 'complete_audit');
    await answerOnce(deps, request, response, administrator, async () => {
      const { month, ...byHand } = parseBody(request, validateAuditOrder);
      const audit = await completeAudit(deps, { month, byHand, by: administrator });
      return { status: 201, body: audit, location: `/v1/monthly-audits/${month}` };
    });
  });

  return router;
}
