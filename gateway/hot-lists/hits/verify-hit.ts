/** Says how a hit must be verified before anybody acts on it, alike in commands and on pages. */
import type { ShownHit } from './hit.schema.ts';

/** The warning shown with every hit. */
export const VERIFY =
  'Each is unconfirmed until a person has verified plate, state and status by sight and through dispatch (Policy 420).';

/** Adds to an undecided hit's status what makes it less certain than a match of plate and state. */
export function standingOf({ status, verify }: ShownHit, plateState: string | null): string {
  if (!verify || status !== 'unconfirmed') return status;
  return `${status}, ${plateState === null ? 'state not read' : 'look-alike, or listed without a state'}`;
}
