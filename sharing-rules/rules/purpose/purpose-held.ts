/** Policy 420.4: purposes whose codes say too little, e.g. drugs, where possession alone is excluded: a person looks. */
import type { DecisionInput } from '../../terms/decision.ts';
import { findPurpose } from '../../terms/purposes.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const HELD = reason('purpose_not_approved', 'review', 'held_purpose');

export function purposeHeld({ query }: DecisionInput): Verdict {
  const purpose = findPurpose(query.purpose.code);
  // A person who looks at a court document sets `judicialProcessVerified` instead.
  return purpose?.review && !purpose.needs.judicialProcess ? HELD : null;
}
