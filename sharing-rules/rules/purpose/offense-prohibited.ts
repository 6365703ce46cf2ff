/**
 * Policy 420.5(d), C.R.S. 24-74-103(1), 12-30-121: offenses for which nothing is shared, under any purpose.
 *
 * Judicial process is the one way past, since article 74 excepts "a court-issued subpoena, warrant, or order":
 * `covers` of that purpose says so, and the query is held until a person has checked the document.
 */
import type { DecisionInput, Reason } from '../../terms/decision.ts';
import { findOffense, type OffenseKind } from '../../terms/offenses.ts';
import { findPurpose } from '../../terms/purposes.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const PROHIBITED: Readonly<Partial<Record<OffenseKind, Reason>>> = {
  immigration: reason('offense_immigration', 'deny'),
  minor_traffic: reason('offense_minor_traffic', 'deny'),
  protected_health: reason('offense_protected_health', 'deny'),
};

export function offenseProhibited({ query }: DecisionInput): Verdict {
  if (query.purpose.offense === undefined) return null;
  const offense = findOffense(query.purpose.offense);
  const prohibited = offense === undefined ? undefined : PROHIBITED[offense.kind];
  if (offense === undefined || prohibited === undefined) return null;
  return findPurpose(query.purpose.code)?.covers(offense) === true ? null : prohibited;
}
