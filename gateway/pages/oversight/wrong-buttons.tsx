/** The ways in which a hit is wrong, for the reviewer and for the officer who was told of it; each is asked again before it is said. */
import { WRONG_WORDS } from '../../hot-lists/hits/verify-hit.ts';
import { TextField } from '../layout/fields.tsx';
import { firstUpper } from '../layout/first-upper.ts';
import { ActForm } from '../serve/act-form.tsx';
import type { Fields, Shown, Visit } from '../serve/page.ts';

export function WrongButtons({ plate }: { readonly plate: string }) {
  return (
    <>
      <input type="hidden" name="plate" value={plate} />
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

interface Asked {
  /** The words on the button. */
  readonly press: string;
  readonly follows: string;
  /** The page of the hits. */
  readonly back: string;
}

/** Returns the page that asks whether the hit is wrong; null once it was asked, or if no such button was pressed. */
export function askIfWrong({ form, typed }: Visit, { back, follows, press }: Asked): Shown | null {
  const words = Object.entries(WRONG_WORDS).find(([is]) => is === typed.get('is'))?.[1];
  if (words === undefined || typed.has('sure')) return null;
  return {
    title: `${press}: ${typed.get('plate')}, ${words}`,
    body: (
      <>
        <p>{follows}</p>
        <ActForm form={form} press={press}>
          {['hit', 'is', 'plate'].map((name) => (
            <input key={name} type="hidden" name={name} value={typed.get(name) ?? ''} />
          ))}
          <input type="hidden" name="sure" value="yes" />
          <TextField
            name="note"
            label="Note (optional)"
            hint="What was seen, without names. It is kept in the log entry."
            maxLength={300}
          />
        </ActForm>
        <p>
          Or <a href={back}>go back to the hits</a>.
        </p>
      </>
    ),
  };
}

/** Reads what is wrong as the API takes it. */
export function wrongBody(typed: Fields): object {
  const note = typed.get('note')?.trim();
  return { is: typed.get('is') ?? '', ...(note ? { note } : {}) };
}
