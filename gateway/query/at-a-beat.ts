/**
 * Evens the time of what is not released after reads were looked up: where only the locks could tell that a query is
 * refused, the time of the refusal must not tell what was found.
 */

/** Ms. Nearly every look-up takes less. */
const BEAT = 100;

/** The outcome or fault of `work`: a release at once, anything else at a beat that is counted from the beginning. */
export async function atABeat<T extends { readonly kind: string }>(work: () => Promise<T>): Promise<T> {
  let waiting: (() => void) | undefined;
  // Set before the look-up: one that is set after it would come earlier or later by what that took of a millisecond.
  const beats = setInterval(() => waiting?.(), BEAT);
  let outcome: T | undefined;
  try {
    outcome = await work();
    return outcome;
  } finally {
    if (outcome?.kind !== 'released') {
      await new Promise<void>((resolve) => {
        waiting = resolve;
      });
    }
    clearInterval(beats);
  }
}
