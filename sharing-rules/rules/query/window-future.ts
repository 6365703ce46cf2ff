/** CJISSECPOL SI-10: a window that ends in the future is a wrong clock, or a standing query in disguise. */
import type { DecisionInput } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const IN_FUTURE = reason('window_in_future', 'deny');

export function windowFuture({ limits, now, query }: DecisionInput): Verdict {
  return query.to <= now + limits.futureSkew ? null : IN_FUTURE;
}
