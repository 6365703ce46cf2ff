/** Prohibited words with letters of no word around them: `xximmigrationxx`, `stolenforicedetainerq`. */

import { remembering } from '../text/remembering.ts';
import { meaningsOf, WORDS } from './lexicon.ts';
import { wordsAt } from './words-at.ts';

/** Shorter ones stand in honest words: `ice` in `police`. */
const SHORTEST = 6;
const GRAVE: ReadonlySet<string> = new Set(['narrative_immigration', 'narrative_protected_health']);

const HIDEABLE: ReadonlySet<number> = new Set(
  WORDS.flatMap((word, id): number[] => {
    const isGrave = meaningsOf(id).some(
      (meaning) =>
        meaning.kind === 'term' && meaning.finding.effect === 'deny' && GRAVE.has(meaning.finding.code),
    );
    return isGrave && word.length >= SHORTEST ? [id] : [];
  }),
);

/** Those inside a word of letters, the shortest at each place. */
export const hiddenWords: (word: string) => readonly number[] = remembering(findHidden);

function findHidden(word: string): number[] {
  const found: number[] = [];
  for (let start = 0; start < word.length; start++) {
    const hidden = wordsAt(word, start).find((id) => HIDEABLE.has(id));
    if (hidden !== undefined) found.push(hidden);
  }
  return found;
}
