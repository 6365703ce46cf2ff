/** A logged decision, taken again from what its entry keeps. INVARIANT: `audit replay --rules` calls other releases' rules by this name and form. */
import { decide } from './decide.ts';
import { fulfil } from './fulfil.ts';
import type { Decision, DecisionInput } from './terms/decision.ts';

/**
 * As the commit took it: what it permits, the records that were about to leave must fulfil.
 * @param isDryRun it was decided before anything was looked up, so there was nothing to fulfil
 */
export function decideAgain(input: DecisionInput, isDryRun: boolean): Decision {
  const decision = decide(input);
  return isDryRun ? decision : fulfil(decision, { count: input.usage.releasing, from: input.query.from });
}
