/**
 * Policy 420.4: each purpose must come with what it needs. The screen judges the justification's words; here
 * it must exist, where no incident tells the event.
 */

import { isStated } from '../../incident/judge-incident.ts';
import { incidentRowOf } from '../../incident/table.ts';
import type { Officer } from '../../terms/asker.ts';
import type { DecisionInput, Reason } from '../../terms/decision.ts';
import { foldOfficerId } from '../../terms/officer-id.ts';
import { findPurpose } from '../../terms/purposes.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const NO_JUSTIFICATION = reason('purpose_missing', 'deny', 'justification');
const NO_OFFENSE = reason('purpose_missing', 'deny', 'offense');
const NO_SUPERVISOR = reason('purpose_missing', 'deny', 'supervisor');
const VAGUE = reason('purpose_vague', 'deny', 'too_short');

/** The fewest characters that can say something. */
export const SHORTEST = 3;

export function purposeNeeds({ query }: DecisionInput): Verdict {
  const given = query.purpose;
  const needs = findPurpose(given.code)?.needs;
  if (needs === undefined) return null;
  const justification = given.justification?.trim() ?? '';
  const supervisor = given.supervisor?.trim() ?? '';
  let missing: Reason[] | null = null;
  const isByIncident = isStated(given);
  const needsWords = needs.justification && (!isByIncident || incidentRowOf(given.code)?.words === true);
  if (needsWords && justification === '') missing = [NO_JUSTIFICATION];
  else if (needsWords && !isByIncident && justification.length < SHORTEST) missing = [VAGUE];
  const needsOffense = needs.offense || (isByIncident && given.incident?.kind === 'offense');
  if (needsOffense && given.offense === undefined) missing = [...(missing ?? []), NO_OFFENSE];
  if (needs.supervisor && !isAnother(supervisor, query.onBehalfOf)) {
    missing = [...(missing ?? []), NO_SUPERVISOR];
  }
  return missing;
}

/** A supervisor who is the officer has not been asked, and one whose name has no letter is nobody. */
function isAnother(supervisor: string, officer: Officer | undefined): boolean {
  const folded = foldOfficerId(supervisor);
  if (!/\p{L}/u.test(folded)) return false;
  return officer === undefined || ![officer.id, officer.name].map(foldOfficerId).includes(folded);
}
