/**
 * Policy 420.4: the offense must be known and one that the purpose covers.
 *
 * NIBRS 90Z gathers immigration and minor traffic with everything else, so it is never sufficient: it counts as
 * a contradiction of every purpose that rests on an offense, and only a more exact code resolves that.
 */
import type { DecisionInput } from '../../terms/decision.ts';
import { findOffense, type OffenseRule } from '../../terms/offenses.ts';
import { findPurpose } from '../../terms/purposes.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const UNKNOWN = reason('offense_unknown', 'deny');
const INSUFFICIENT = reason('purpose_contradiction', 'deny', 'offense_insufficient');
const NOT_COVERED = reason('purpose_contradiction', 'deny', 'offense_not_covered');
const HELD = reason('purpose_contradiction', 'review', 'offense_unclear');

export function offenseFits({ query }: DecisionInput): Verdict {
  if (query.purpose.offense === undefined) return null;
  const offense = findOffense(query.purpose.offense);
  if (offense === undefined) return UNKNOWN;
  const purpose = findPurpose(query.purpose.code);
  if (purpose?.answer !== 'approved') return null;
  if (purpose.covers(offense)) return offense.kind === 'review' ? HELD : null;
  if (offense.kind === 'insufficient') return INSUFFICIENT;
  return isProhibited(offense) ? null : NOT_COVERED;
}

/** True if the offense is prohibited: other rules give the reasons. */
function isProhibited({ kind }: OffenseRule): boolean {
  return kind === 'immigration' || kind === 'minor_traffic' || kind === 'protected_health';
}
