/**
 * Bounds how many of an agency's queries may wait for a reviewer: nobody reads thousands, and an honest one
 * would stand behind them all (Policy 420.7, P7). Beyond that a query that would be held is refused at once,
 * so that anyone who asks knows.
 */
import { waitsForReviewer } from './review.ts';
import type { DecisionInput, Reason } from './terms/decision.ts';
import { reason } from './terms/reasons.ts';

const TOO_MANY = reason('quota_exceeded', 'deny', 'held_queries');

/**
 * Returns the refusal of a query that would be held while as many of its agency wait as may; null where it
 * may wait. Nothing is counted in the first decision, in a dry run, in entries older than the bound.
 */
export function refusedToWait({
  dataClass,
  limits,
  usage,
}: Pick<DecisionInput, 'dataClass' | 'limits' | 'usage'>): Reason | null {
  const { heldQueries: waiting } = usage;
  const { heldQueries: most } = limits;
  if (waiting === undefined || most === undefined) return null;
  if (!waitsForReviewer({ effect: 'review' }, dataClass)) return null;
  return waiting < most ? null : TOO_MANY;
}
