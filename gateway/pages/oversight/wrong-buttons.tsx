/** The ways in which a hit is wrong, each one press away, for the reviewer and for the officer who was told of it. */
import { WRONG_WORDS } from '../../hot-lists/hits/verify-hit.ts';
import { firstUpper } from '../layout/first-upper.ts';

export function WrongButtons({ plate }: { readonly plate: string }) {
  return (
    <>
      {Object.entries(WRONG_WORDS).map(([is, words]) => (
        <button
          key={is}
          type="submit"
          name="is"
          value={is}
          class="usa-button usa-button--outline"
          aria-label={`Wrong ${plate}: ${words}`}
        >
          {firstUpper(words)}
        </button>
      ))}
    </>
  );
}
