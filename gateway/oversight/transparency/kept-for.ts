/** A value that is costly to make and may be a little old: made once for all who ask while it is kept. */
import { ageOf, type Moment, momentOn, systemClock } from '../../clock/age.ts';

/**
 * What could not be made is not kept: the next one who asks has it tried again.
 * @param forMs from when it was made
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
