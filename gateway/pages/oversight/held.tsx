/** Tells if what is shown of an entry is what the log commits to; if not, it is shown and named. */
import { heldInWords } from '../../oversight/held/held-in-words.ts';
import type { HeldAgainstLog } from '../../oversight/held/hold-against-log.ts';

export function Held({ altered, proved }: HeldAgainstLog) {
  const words = heldInWords({ altered, proved });
  return proved === false ? <strong>{words}</strong> : <span>{words}</span>;
}
