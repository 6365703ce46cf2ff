/** `brglry`, `carjckng`: words whose vowels were left out, as in notes taken by hand. */
import { WORDS } from './lexicon.ts';
import { isCorrection, rank } from './nearest-word.ts';

/** Fewer consonants are those of too many words. */
const SHORTEST = 5;

/** The first letter, and the consonants behind it. */
const consonantsOf = (word: string) => word.charAt(0) + word.slice(1).replace(/[aeiou]/g, '');

/** Words that say what happened or are objected to, by their consonants. */
const BY_CONSONANTS = new Map<string, number>();
for (const [id, word] of WORDS.entries()) {
  if (!isCorrection(id) || rank(id) > 1) continue;
  const consonants = consonantsOf(word);
  // The lists that object come first, so where two share them, the word that protects wins.
  if (consonants.length >= SHORTEST && !BY_CONSONANTS.has(consonants)) BY_CONSONANTS.set(consonants, id);
}

/** The telling word with the same consonants, 0 if there is none. */
export function withVowels(word: string): number {
  return BY_CONSONANTS.get(consonantsOf(word)) ?? 0;
}
