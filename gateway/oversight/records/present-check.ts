/** Shows a check to records offices and auditors, with the time by which an answer or explanation is due. */
import { ANSWERED_WITHIN, EXPLAINED_WITHIN } from '../../../sharing-rules/records/records-hold.ts';
import type { ShownCheck } from './records.schema.ts';
import type { RecordsCheck } from './records-checks-store.ts';

export function presentCheck(check: RecordsCheck): ShownCheck {
  const { agency, answeredAt, differences, explanation, index, month, outcome, report, requestedAt } = check;
  return {
    ...{ index, agency, month, differences, explanation, outcome, report },
    requestedAt: requestedAt?.toISOString() ?? null,
    answeredAt: answeredAt?.toISOString() ?? null,
    due: dueOf(check)?.toISOString() ?? null,
  };
}

function dueOf({
  answeredAt,
  differences,
  explanation,
  outcome,
  report,
  requestedAt,
}: RecordsCheck): Date | null {
  if (answeredAt === null) return requestedAt && new Date(requestedAt.getTime() + ANSWERED_WITHIN);
  const isOpen = differences.length > 0 && explanation === null && outcome === null && report === null;
  return isOpen ? new Date(answeredAt.getTime() + EXPLAINED_WITHIN) : null;
}
