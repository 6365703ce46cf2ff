/** The listed word that differs from an unlisted one by a typing error or two. */
import { distance } from '../text/edit-distance.ts';
import { madeOnce } from '../text/made-once.ts';
import { isTerm, meaningsOf, ROLES, WORDS } from './lexicon.ts';

/** The lengths of words that are corrected: short ones are too many things, long ones are noise. */
export const SHORTEST = 5;
export const LONGEST = 24;
/** The length from which two typing errors are forgiven; below it one is. */
const LONG = 9;

/** Returns one bit for each letter in the word. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) - 97);
  return letters;
}

/** Returns the number of set bits (Hacker's Delight, figure 5-2). */
function bits(mask: number): number {
  let v = mask - ((mask >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Ranks corrections, so that of equally near ones the protecting wins: terms, then events, then others. */
export function rank(id: number): number {
  if (isTerm(id)) return 0;
  return meaningsOf(id).length > 0 ? 1 : 2;
}

/** Names and stop words are not corrections, nor is what is not all letters. */
export function isCorrection(id: number): boolean {
  const role = ROLES[id];
  return role !== 'stop' && role !== 'name' && /^[a-z]{3,}$/.test(WORDS[id] as string);
}

interface Candidate {
  readonly id: number;
  readonly word: string;
  readonly letters: number;
  readonly rank: number;
}

const head = (word: string, length: number) => `${length}${word.slice(0, 2)}-`;
const tail = (word: string, length: number) => `${length}-${word.slice(-2)}`;

/**
 * The candidates by length and two letters. An error leaves the first two or the last two letters of a word
 * alone, so one of two small lists holds what was meant.
 */
const byEnds = madeOnce(() => {
  const candidates = new Map<string, Candidate[]>();
  for (const [id, word] of WORDS.entries()) {
    if (!isCorrection(id) || word.length < SHORTEST) continue;
    for (const ends of [head(word, word.length), tail(word, word.length)]) {
      const rivals = candidates.get(ends) ?? [];
      candidates.set(ends, rivals);
      rivals.push({ id, word, letters: lettersOf(word), rank: rank(id) });
    }
  }
  return candidates;
});

const NO_CANDIDATES: readonly Candidate[] = [];

/** Returns the nearest listed word, 0 if none is near. The word has `SHORTEST` to `LONGEST` letters. */
export function nearest(word: string): number {
  const limit = word.length < LONG ? 1 : 2;
  const letters = lettersOf(word);
  let nearest = 0;
  // The score is `distance * 4 + rank`.
  let least = limit * 4 + 4;
  for (let length = word.length - limit; length <= word.length + limit; length++) {
    for (const ends of [head(word, length), tail(word, length)]) {
      for (const candidate of byEnds().get(ends) ?? NO_CANDIDATES) {
        // This saves most of the work: an error changes two letters at most.
        if (bits(letters ^ candidate.letters) > 2 * limit) continue;
        const score = distance(word, candidate.word, limit) * 4 + candidate.rank;
        if (score >= least) continue;
        least = score;
        nearest = candidate.id;
      }
    }
  }
  return nearest;
}
