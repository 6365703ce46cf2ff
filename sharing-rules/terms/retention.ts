/** Policy 420.7: how far back a read may lie. */
import type { DecisionInput } from './decision.ts';

/** A day in milliseconds: always 24 h, so that a change of the clock moves no limit. */
export const DAY = 86_400_000;

/** The earliest capture time that is still within `days` days before `now` (inclusive), ms since the epoch. */
export function retentionStart(now: number, days: number): number {
  return now - days * DAY;
}

/** The earliest capture time that a query may reach: the owner's limit, or the grant's where that is shorter. */
export function earliestFor({ grant, limits, now }: Pick<DecisionInput, 'grant' | 'limits' | 'now'>): number {
  const days = Math.min(grant?.lookBackDays ?? limits.retentionDays, limits.retentionDays);
  return retentionStart(now, days);
}
