/** A monthly audit: the body that completes it, and the memo that is kept of it. */
import { compileSchema } from '../../http/schema.ts';
import { receipt } from '../../http/schemas/answers.ts';
import {
  base64,
  count,
  flag,
  list,
  month,
  object,
  orNull,
  type Shape,
  type TypeOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';

/** The answers that only the auditor can give. */
const byHand = { sampleRead: flag, employeesCompared: flag, vendorSharingOff: flag };

export const validateAuditOrder = compileSchema({
  $id: 'MonthlyAuditOrder',
  ...object({ month, ...byHand }),
});

/** A finding, without plates, names and case numbers; each opens a report to the Chief (Policy 420.9.1). */
const discrepancy = object(
  { summary: text, agencyId: count, officerId: uuid, entries: list(count) },
  ...(['agencyId', 'officerId', 'entries'] as const),
);
/** Null: there was nothing to judge. */
const judged = orNull(flag);
const answer = object({
  question: text,
  ok: judged,
  facts: { type: 'object' } as Shape<Readonly<Record<string, unknown>>>,
  discrepancies: list(discrepancy),
});
export type Discrepancy = TypeOf<typeof discrepancy>;
export type AuditAnswer = TypeOf<typeof answer>;

const seven: Shape<readonly TypeOf<typeof answer>[]> = { ...list(answer), minItems: 7, maxItems: 7 };
const memo = object({
  month: text,
  completedAt: time,
  completedBy: uuid,
  // Memos that were kept before it was asked do not have it.
  byHand: object(byHand, 'sampleRead'),
  answers: seven,
});

export const shownAudit = { $id: 'MonthlyAudit', ...object({ memo, memoHash: base64, index: count }) };
/** The memo names agencies by their numbers here, which an ORI may outlive. */
const agencies = list(object({ agencyId: count, ori: text }));
export const auditWithReceipt = {
  $id: 'KeptMonthlyAudit',
  ...object({ memo, memoHash: base64, index: count, receipt, agencies }),
};
/** The answers that the gateway would give now, before an auditor has given those that only a person can. */
export const previewedAudit = {
  $id: 'ForeseenAudit',
  ...object({ month: text, answers: seven, agencies }),
};
/** Log indices of the releases that answer 5 reads again, for a person to read them too; `read`: those shown to one. */
export const shownSample = {
  $id: 'MonthlyAuditSample',
  ...object({ month: text, entries: list(count), read: list(count) }),
};
export type ShownSample = TypeOf<typeof shownSample>;
export const listedAudit = object({
  ...{ month: text, completedAt: time, ok: list(judged), memoHash: base64, index: count },
});
/** With when the log began: no earlier month can be audited. */
export const listedAudits = {
  $id: 'MonthlyAudits',
  ...object({ logBegan: orNull(time), audits: list(listedAudit) }),
};

export type ListedAudits = TypeOf<typeof listedAudits>;
