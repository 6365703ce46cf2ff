/**
 * Counts what is left of the caps of a day (Policy 420.7, P7). A query gets what is left and no more. One
 * refused because what was found did not fit would tell, uncounted, that a plate was seen; and where nothing
 * is left, every query is refused, whatever would be found.
 */
import type { DecisionInput, Reason } from './decision.ts';
import { namedBeside } from './who-asks.ts';

/** Returns what is left to the agency; the grant may allow less than the owner's limit. */
export function agencyRecordsLeft({ grant, limits, usage }: DecisionInput): number {
  const cap = Math.min(grant?.dailyRecords ?? limits.agencyRecordsPerDay, limits.agencyRecordsPerDay);
  return cap - usage.agencyRecordsToday;
}

/** Returns what is left to the asker or, where a person names another, to whichever has less. */
export function officerRecordsLeft(input: DecisionInput): number {
  const { limits, usage } = input;
  const so = Math.max(usage.officerRecordsToday, namedBeside(input)?.recordsToday ?? 0);
  return limits.officerRecordsPerDay - so;
}

/** Returns how many of the reads found may leave; 0 where nothing may. */
export function recordsThatFit(input: DecisionInput, found: number): number {
  const { recordsPerQuery } = input.limits;
  const most = Math.min(found, recordsPerQuery, agencyRecordsLeft(input), officerRecordsLeft(input));
  return Math.max(most, 0);
}

/** Returns the most records that all pages of a query may bring today, where each page is a release. */
export function recordsOfAllPages(input: DecisionInput): number {
  const { limits, query, usage } = input;
  const named = namedBeside(input);
  const left = (cap: number | undefined, ...used: readonly (number | undefined)[]) =>
    cap === undefined ? Number.POSITIVE_INFINITY : cap - Math.max(0, ...used.map((so) => so ?? 0));
  const pages = Math.min(
    left(limits.officerQueriesPerDay, usage.officerQueriesToday, named?.queriesToday),
    left(limits.patternQueriesPerDay, usage.patternQueriesToday, named?.patternQueriesToday),
  );
  const ofPages = pages * Math.min(query.limit, limits.recordsPerQuery);
  return Math.max(0, Math.min(ofPages, agencyRecordsLeft(input), officerRecordsLeft(input)));
}

/** Quotas that last until the day turns, as the reason `quota_exceeded` names them in its detail. */
const OF_THE_DAY = ['agency', 'officer', 'officer_queries', 'plate_pattern'] as const;

export type SpentQuota = (typeof OF_THE_DAY)[number];

/** The quotas by which a query was refused. */
export function spentQuotasOf(reasons: readonly Reason[]): readonly SpentQuota[] {
  return OF_THE_DAY.filter((quota) =>
    reasons.some(({ code, detail }) => code === 'quota_exceeded' && detail === quota),
  );
}

/** The quotas that a permit of this input uses up: of who asks, for one whom a person names is not charged. */
export function spentByRelease(input: DecisionInput): readonly SpentQuota[] {
  const { limits, usage } = input;
  const isLast = (own: number | undefined, cap: number | undefined) =>
    own !== undefined && cap !== undefined && own + 1 >= cap;
  const officerLeft = limits.officerRecordsPerDay - usage.officerRecordsToday;
  const spent: readonly (readonly [SpentQuota, boolean])[] = [
    ['agency', agencyRecordsLeft(input) <= usage.releasing],
    ['officer', officerLeft <= usage.releasing],
    ['officer_queries', isLast(usage.officerQueriesToday, limits.officerQueriesPerDay)],
    ['plate_pattern', isLast(usage.patternQueriesToday, limits.patternQueriesPerDay)],
  ];
  return spent.flatMap(([quota, is]) => (is ? [quota] : []));
}
