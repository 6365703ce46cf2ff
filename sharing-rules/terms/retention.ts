/** Policy 420.7: how far back a read may lie. */
import type { DecisionInput } from './decision.ts';

/** A day in milliseconds: always 24 h, so that a change of the clock moves no limit. */
export const DAY = 86_400_000;

/** The earliest capture time that is still within `days` days before `now` (inclusive), ms since the epoch. */
export function retentionStart(now: number, days: number): number {
  return now - days * DAY;
}

/**
 * True if the window begins further back than the owner releases without a warrant (as SB26-070 would have asked). A
 * list that is sent and a hit look for nothing in the past.
 */
export function needsWarrantByAge({
  dataClass,
  limits,
  now,
  query,
}: Pick<DecisionInput, 'dataClass' | 'limits' | 'now' | 'query'>): boolean {
  const hours = limits.warrantAfterHours;
  if (hours === undefined || dataClass === 'hits' || dataClass === 'hot_lists') return false;
  return !(query.from >= now - (hours * DAY) / 24);
}

/** The earliest capture time that a query may reach: the owner's limit, or the grant's where that is shorter. */
export function earliestFor({ grant, limits, now }: Pick<DecisionInput, 'grant' | 'limits' | 'now'>): number {
  const days = Math.min(grant?.lookBackDays ?? limits.retentionDays, limits.retentionDays);
  return retentionStart(now, days);
}
