/** A value that is costly to make and may be a little old: made once for all who ask while it is kept. */

/**
 * What could not be made is not kept: the next one who asks has it tried again.
 * @param forMs from when it was made
 */
export function keptFor<T>(forMs: number, make: () => Promise<T>): () => Promise<T> {
  let kept: { readonly value: Promise<T>; until: number } | undefined;
  return () => {
    if (kept !== undefined && performance.now() < kept.until) return kept.value;
    const making = { value: make(), until: Number.POSITIVE_INFINITY };
    kept = making;
    making.value.then(
      () => {
        making.until = performance.now() + forMs;
      },
      () => {
        if (kept === making) kept = undefined;
      },
    );
    return making.value;
  };
}
