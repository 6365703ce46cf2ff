/** Whether what is shown of an entry is what the log commits to; what is not is shown all the same, and named. */
import { heldInWords } from '../../oversight/held/held-in-words.ts';
import type { HeldAgainstLog } from '../../oversight/held/hold-against-log.ts';

export function Held({ altered, proved }: HeldAgainstLog) {
  const words = heldInWords({ altered, proved });
  return proved === false ? <strong>{words}</strong> : <span>{words}</span>;
}
