/**
 * Decides whether an officer, or an agency's own system, may get hits at all, before any hit is looked for.
 * The query for it stands for none, so that nothing tells whether there are some. Reasons against its case do
 * not count.
 */
import type { Officer } from './terms/asker.ts';
import type { Reason, ReasonCode } from './terms/decision.ts';
import type { Query } from './terms/query.ts';
import { spentQuotasOf } from './terms/records-left.ts';

/** A query on no plate. @param officer null: a person who signs in asks as herself @param now ms since the epoch */
export function queryOfRight(officer: Officer | null, now: number): Query {
  return {
    purpose: { code: 'stolen_vehicle', caseNumber: 'HITS-0000', justification: 'exchange of hits' },
    ...(officer === null ? {} : { onBehalfOf: officer }),
    plate: { number: '00', match: 'exact' },
    from: now,
    to: now + 1,
    limit: 1,
  };
}

/**
 * Reasons against a purpose, a case number or an offense. `queryOfRight` is nobody's query, so a hit need not
 * share them.
 */
const OF_THE_CASE: ReadonlySet<ReasonCode> = new Set([
  ...(['purpose_missing', 'purpose_not_approved', 'purpose_not_in_grant', 'purpose_prohibited'] as const),
  ...(['purpose_vague', 'purpose_contradiction', 'case_number_missing', 'case_number_invalid'] as const),
  ...(['incident_missing', 'incident_contradiction', 'incident_needs_review'] as const),
  ...([
    'offense_unknown',
    'offense_immigration',
    'offense_minor_traffic',
    'offense_protected_health',
  ] as const),
]);

/** True if the reason stands against anyone who asks, whatever the case. */
export function isOfTheRight({ code }: Pick<Reason, 'code'>): boolean {
  return !OF_THE_CASE.has(code);
}

/** True if it is such a reason and outlasts the day: whoever has used the day's quota keeps the right. */
export function isLasting(reason: Reason): boolean {
  return isOfTheRight(reason) && spentQuotasOf([reason]).length === 0;
}
