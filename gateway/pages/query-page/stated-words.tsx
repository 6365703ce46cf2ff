/** Asks an officer about words that a refusal names, if the screen may have misread them. */
import { ATTESTED } from '../../../sharing-rules/terms/query.ts';
import { Select } from '../layout/fields.tsx';
import type { Fields } from '../serve/page.ts';
import type { ToldReason } from '../serve/problem.ts';
import { statedWords } from './typed-query.ts';

const ARE: Readonly<Record<(typeof ATTESTED)[number], string>> = {
  name_or_place: 'the name of a person, place or thing',
  victim_or_witness: 'of a victim or witness',
  suspects_conduct: 'the suspect’s own conduct',
};

/** A word that a reason is about, as the API names it. */
export interface FoundWord {
  readonly field: string;
  readonly words: string;
  readonly frame?: string;
}

/** Returns words about which the asker's statement would make a person read the query. */
export function wordsToState(reasons: readonly ToldReason[]): readonly string[] {
  const words = reasons.flatMap(({ found = [], whatToDo = '' }) =>
    whatToDo.includes('purpose.context') ? (found as readonly FoundWord[]).map((one) => one.words) : [],
  );
  return [...new Set(words)];
}

interface StatedWordsProps {
  readonly reasons: readonly ToldReason[];
  readonly typed: Fields;
}

export function StatedWordsFields({ reasons, typed }: StatedWordsProps) {
  const stated = new Map(statedWords(typed).map(({ is, words }) => [words, is]));
  const all = [...new Set([...wordsToState(reasons), ...stated.keys()])];
  if (all.length === 0) return null;
  return (
    <fieldset class="usa-fieldset">
      <legend class="usa-legend">Words that may have been misread</legend>
      <p>
        What you say here is logged, and a reviewer then reads the query. Saying what is not so is misuse.
      </p>
      {all.map((words, at) => (
        <div key={words}>
          <input type="hidden" name="words" value={words} />
          <Select
            id={`words-${at}`}
            name="wordsAre"
            label={`“${words}” is`}
            empty="I say nothing of it"
            value={stated.get(words)}
            choices={ATTESTED.map((value) => ({ value, name: ARE[value] }))}
          />
        </div>
      ))}
    </fieldset>
  );
}
