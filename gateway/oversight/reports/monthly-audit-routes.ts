/** Serves monthly audits: completed by an auditor, read by auditors and the Chief, each with its receipt. */
import type { Receipt } from '../../audit/receipt.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { reply } from '../../http/routes/reply.ts';
import { json, type Route } from '../../http/routes/route.ts';
import type { TypeOf } from '../../http/schemas/shapes.ts';
import { upToNow } from '../../projections/up-to-now.ts';
import { findMainOris } from '../../registry/agencies/agencies-store.ts';
import { admitted } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { replayMonth } from '../replay/replay-month.ts';
import { answerAll } from './answer-all.ts';
import { type AuditDeps, completeAudit, monthOf } from './complete-audit.ts';
import { drawSample } from './draw-sample.ts';
import type { AuditAnswer } from './monthly-audit.schema.ts';
import {
  auditWithReceipt,
  type listedAudit,
  listedAudits,
  previewedAudit,
  type ShownSample,
  shownAudit,
  shownSample,
  validateAuditOrder,
} from './monthly-audit.schema.ts';
import {
  findLogBegin,
  findMonthlyAudit,
  findMonthlyAudits,
  type MonthlyAudit,
} from './monthly-audits-store.ts';
import { findOpened } from './sample-store.ts';

export interface MonthlyAuditDeps extends SignInDeps, AuditDeps {
  readonly findReceipt: (index: number) => Promise<Receipt>;
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

const listed = admitted(
  {
    method: 'get',
    path: '/v1/monthly-audits',
    id: 'listMonthlyAudits',
    action: 'read_misuse',
    summary: 'Monthly audits, the newest first.',
    answers: {
      200: json('All of them, and when the log began.', listedAudits),
    },
  },
  async (_, deps: MonthlyAuditDeps) => {
    const audits = await findMonthlyAudits(deps.pool);
    return { logBegan: await findLogBegin(deps.pool), audits: audits.map(summarise) };
  },
);

const shown = admitted(
  {
    method: 'get',
    path: '/v1/monthly-audits/{month}',
    id: 'readMonthlyAudit',
    action: 'read_misuse',
    summary: 'One, with the receipt of its entry.',
    answers: { 200: json('The memo.', auditWithReceipt) },
  },
  async ({ params }, deps: MonthlyAuditDeps) => {
    const { month } = params;
    const audit = MONTH.test(month) ? await findMonthlyAudit(deps.pool, month) : null;
    if (audit === null) {
      throw new GatewayError(
        'not_found',
        'this month has not been audited: an auditor completes it (`report monthly --complete`, `POST /v1/monthly-audits`)',
      );
    }
    const whole: TypeOf<typeof auditWithReceipt> = {
      ...audit,
      receipt: await deps.findReceipt(audit.index),
      agencies: await namedIn(audit.memo.answers, deps),
    };
    return whole;
  },
);

const sampled = admitted(
  {
    method: 'get',
    path: '/v1/monthly-audits/{month}/sample',
    id: 'readMonthlySample',
    action: 'read_misuse',
    summary: 'Which releases of a month its audit reads again; the same for everyone who asks.',
    answers: { 200: json('Their entries, in the order of the log.', shownSample) },
  },
  async ({ params }, deps: MonthlyAuditDeps) => {
    const month = monthIn(params.month);
    const { releases } = await drawSample(deps.pool, monthOf(month), new Date(await readNow(deps.pool)));
    const entries = releases.map(({ index }) => index).sort((a, b) => a - b);
    const read = await findOpened(deps.pool, monthOf(month), entries);
    return { month, entries, read: read.sort((a, b) => a - b) } satisfies ShownSample;
  },
);

const previewed = admitted(
  {
    method: 'get',
    path: '/v1/monthly-audits/{month}/answers',
    id: 'foreseeMonthlyAudit',
    action: 'read_misuse',
    summary: 'What the gateway would answer if the audit were completed now; nothing is kept of it.',
    answers: { 200: json('The seven answers, without what an auditor says.', previewedAudit) },
  },
  async ({ params }, deps: MonthlyAuditDeps) => {
    const month = monthIn(params.month);
    const answers = await previewAudit(deps, month);
    const whole: TypeOf<typeof previewedAudit> = { month, answers, agencies: await namedIn(answers, deps) };
    return whole;
  },
);

const completed = admitted(
  {
    method: 'post',
    path: '/v1/monthly-audits',
    id: 'completeMonthlyAudit',
    action: 'complete_audit',
    summary: 'Compute the seven answers of a month that is over and keep them, their hash in the log.',
    body: validateAuditOrder,
    answers: { 201: json('Completed.', shownAudit, 'Location') },
  },
  async ({ body: { month, ...byHand }, by }, deps: MonthlyAuditDeps) => {
    const audit: TypeOf<typeof shownAudit> = await completeAudit(deps, { month, byHand, by });
    return reply(audit, { location: `/v1/monthly-audits/${month}` });
  },
);

export const MONTHLY_AUDIT_ROUTES: readonly Route<MonthlyAuditDeps>[] = [
  ...[listed, shown, previewed, sampled, completed],
];

function monthIn(text: string): string {
  if (MONTH.test(text)) return text;
  throw new GatewayError('not_found', 'this is not a month: write it as YYYY-MM');
}

async function namedIn(answers: readonly AuditAnswer[], { pool }: Pick<MonthlyAuditDeps, 'pool'>) {
  const ids = answers.flatMap(({ discrepancies }) =>
    discrepancies.flatMap(({ agencyId = null }) => agencyId ?? []),
  );
  if (ids.length === 0) return [];
  const oris = await findMainOris(pool);
  return [...new Set(ids)].flatMap((agencyId) => {
    const ori = oris.get(agencyId);
    return ori === undefined ? [] : [{ agencyId, ori }];
  });
}

function summarise({ index, memo, memoHash }: MonthlyAudit): TypeOf<typeof listedAudit> {
  const { answers, completedAt, month } = memo;
  return { month, completedAt, ok: answers.map(({ ok }) => ok), memoHash, index };
}

/**
 * Previews the answers if the audit were completed now; stores nothing and opens no report.
 * @param month `YYYY-MM`; of a month that is not over, the answers cover what is known so far
 */
async function previewAudit({ pool, ...facts }: AuditDeps, month: string): Promise<AuditAnswer[]> {
  await upToNow(pool);
  // Starts early because it takes a third of the time; whoever awaits it sees its error.
  const replay = replayMonth(pool, monthOf(month), facts.rulesRevision);
  replay.catch(() => undefined);
  return inTransaction(pool, async (trx) => {
    const now = new Date(await readNow(trx));
    return answerAll({ ...facts, db: trx, byHand: null, now, month: monthOf(month), replay }, trx);
  });
}
