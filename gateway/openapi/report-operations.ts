/** Monthly audits. */
import { json, type Operation } from '../http/routes/route.ts';
import { receipt } from '../http/schemas/answers.ts';
import { base64, count, flag, list, object, orNull, text, time, uuid } from '../http/schemas/shapes.ts';
import { validateAuditOrder } from '../oversight/reports/monthly-audit.schema.ts';

const discrepancy = object(
  { summary: text, agencyId: count, officerId: uuid, entries: list(count) },
  'agencyId',
  'officerId',
  'entries',
);
/** Null: there was nothing to judge. */
const judged = orNull(flag);
const answer = object({
  question: text,
  ok: judged,
  facts: { type: 'object' },
  discrepancies: list(discrepancy),
});
const memo = object({
  month: text,
  completedAt: time,
  completedBy: uuid,
  byHand: object({ employeesCompared: flag, vendorSharingOff: flag }),
  answers: { ...list(answer), minItems: 7, maxItems: 7 },
});
const audit = { memo, memoHash: base64, index: count };
const scope = 'alpr.admin';

export const reportOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/monthly-audits',
    id: 'listMonthlyAudits',
    action: 'read_misuse',
    summary: 'Monthly audits, the newest first.',
    scope,
    answers: {
      200: json('All of them.', {
        $id: 'MonthlyAudits',
        ...object({
          audits: list(
            object({ month: text, completedAt: time, ok: list(judged), memoHash: base64, index: count }),
          ),
        }),
      }),
    },
  },
  {
    method: 'get',
    path: '/v1/monthly-audits/{month}',
    id: 'readMonthlyAudit',
    action: 'read_misuse',
    summary: 'One, with the receipt of its entry.',
    scope,
    answers: { 200: json('The memo.', { $id: 'KeptMonthlyAudit', ...object({ ...audit, receipt }) }) },
  },
  {
    method: 'post',
    path: '/v1/monthly-audits',
    id: 'completeMonthlyAudit',
    action: 'complete_audit',
    summary: 'Compute the seven answers of a month that is over and keep them, their hash in the log.',
    scope,
    body: validateAuditOrder,
    answers: { 201: json('Completed.', { $id: 'MonthlyAudit', ...object(audit) }, 'Location') },
  },
];
