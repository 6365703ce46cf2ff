/** Caches a value that is costly to make and may be a little old, for all who ask meanwhile. */
import { ageOf, type Moment, momentOn, systemClock } from '../../faults/age.ts';

/**
 * Returns the cached value; a failure is not cached, so the next caller tries again.
 * @param forMs milliseconds since it was made
 */
export function keptFor<T>(forMs: number, make: () => Promise<T>): () => Promise<T> {
  let kept: { readonly value: Promise<T>; madeAt: Moment | null } | undefined;
  return () => {
    if (kept && (kept.madeAt === null || ageOf(kept.madeAt, systemClock) < forMs)) return kept.value;
    const making: NonNullable<typeof kept> = { value: make(), madeAt: null };
    kept = making;
    making.value.then(
      () => {
        making.madeAt = momentOn(systemClock);
      },
      () => {
        if (kept === making) kept = undefined;
      },
    );
    return making.value;
  };
}
