/** Policy 420.7: no mass download by wildcard. A partial plate needs enough characters, and a person who looks. */
import type { DecisionInput } from '../../terms/decision.ts';
import { isNormalisedPlate } from '../../terms/plate.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const MISSING = reason('plate_too_short', 'deny', 'missing');
const CHARACTERS = reason('plate_too_short', 'deny', 'letters_and_digits_only');
const TOO_SHORT = reason('plate_too_short', 'deny');
const PARTIAL = reason('plate_too_short', 'review', 'partial_plate');

/** The fewest characters: a single one would be a wildcard to any camera that misreads. */
const SHORTEST = 2;

export function plateLength({ dataClass, limits, query }: DecisionInput): Verdict {
  const { area, plate } = query;
  // A partner that takes over a hot list asks for no plate: the list itself is what the grant opens.
  if (plate === undefined) return area === undefined && dataClass !== 'hot_lists' ? MISSING : null;
  if (!isNormalisedPlate(plate.number)) return CHARACTERS;
  const exact = plate.match === 'exact' || plate.match === 'lookalike';
  const shortest = exact ? SHORTEST : Math.max(SHORTEST, limits.partialCharacters);
  if (!(plate.number.length >= shortest)) return TOO_SHORT;
  return exact ? null : PARTIAL;
}
