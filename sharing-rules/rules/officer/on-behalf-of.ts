/** Policy 420.4, CJISSECPOL AU-3: behind every query stands a person with a name. */
import type { DecisionInput } from '../../terms/decision.ts';
import { namesOfficer } from '../../terms/officer-id.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const MISSING = reason('on_behalf_of_missing', 'deny');
const INCOMPLETE = reason('on_behalf_of_missing', 'deny', 'incomplete');

/** A name of invisible characters does not count as a name. */
const LETTER = /\p{L}/u;

export function onBehalfOf({ query, subject }: DecisionInput): Verdict {
  const officer = query.onBehalfOf;
  if (officer === undefined) return subject.kind === 'person' ? null : MISSING;
  return !namesOfficer(officer.id) || !LETTER.test(officer.name) ? INCOMPLETE : null;
}
