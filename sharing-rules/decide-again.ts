/** A logged decision, taken again from what its entry keeps. INVARIANT: `audit replay --rules` calls other releases' rules by this name and form. */
import { decide } from './decide.ts';
import { fulfil } from './fulfil.ts';
import { judgePreserving } from './preserving.ts';
import type { Decision, DecisionInput } from './terms/decision.ts';

/**
 * Decides as the commit did, which also checked that the records found fulfil what the decision permits.
 * @param isDryRun true if nothing was looked up, so that there was nothing to fulfil
 */
export function decideAgain(input: DecisionInput, isDryRun: boolean): Decision {
  if (input.preserving) return judgePreserving(input);
  const decision = decide(input);
  return isDryRun ? decision : fulfil(decision, { count: input.usage.releasing, from: input.query.from });
}
