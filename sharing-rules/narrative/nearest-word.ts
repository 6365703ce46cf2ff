/** The listed word that differs from an unlisted one by a typing error or two. */
import { distance } from './edit-distance.ts';
import { isTerm, LEMMAS, PHRASES, ROLES, WORDS } from './lexicon.ts';

/** Words outside these lengths are not corrected: short ones are too many things, long ones are noise. */
export const SHORTEST = 5;
export const LONGEST = 24;
/** From this length two typing errors are forgiven, below it one. */
const LONG = 9;

const NO_CANDIDATES: Candidate[] = [];

function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) - 97);
  return letters;
}

/** Number of set bits (Hacker's Delight, figure 5-2). */
function bits(mask: number): number {
  let v = mask - ((mask >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Where two corrections are equally near, the one that protects wins: terms, then events, then plain words. */
export function rank(id: number): number {
  if (isTerm(id)) return 0;
  return PHRASES[LEMMAS[id] as number]?.meanings ? 1 : 2;
}

/** Names and stop words are no corrections, nor is what is not all letters. */
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

/**
 * Candidates by length and two letters. An error leaves the first two or the last two letters of a word alone, so one
 * of two small lists holds what was meant.
 */
const byHead: Candidate[][] = [];
const byTail: Candidate[][] = [];

function slot(length: number, first: number, second: number): number {
  return (length * 26 + first - 97) * 26 + second - 97;
}

const headSlot = (word: string, length: number) => slot(length, word.charCodeAt(0), word.charCodeAt(1));
const tailSlot = (word: string, length: number) =>
  slot(length, word.charCodeAt(word.length - 2), word.charCodeAt(word.length - 1));

for (let i = slot(LONGEST + 3, 97, 97); i > 0; i--) {
  byHead.push(NO_CANDIDATES);
  byTail.push(NO_CANDIDATES);
}

function file(lists: Candidate[][], at: number, candidate: Candidate): void {
  lists[at] = [...(lists[at] ?? []), candidate];
}

for (let id = 1; id < WORDS.length; id++) {
  const word = WORDS[id] as string;
  if (!isCorrection(id) || word.length < SHORTEST || word.length > LONGEST) continue;
  const candidate = { id, word, letters: lettersOf(word), rank: rank(id) };
  file(byHead, headSlot(word, word.length), candidate);
  file(byTail, tailSlot(word, word.length), candidate);
}

/** Best correction so far, as `distance * 4 + rank`; what is not below the limit is none. */
interface Best {
  id: number;
  score: number;
}

function tryAll(
  word: string,
  letters: number,
  limit: number,
  candidates: readonly Candidate[],
  best: Best,
): void {
  for (let i = 0; i < candidates.length; i++) {
    const candidate = candidates[i] as Candidate;
    if (bits(letters ^ candidate.letters) > 2 * limit) continue;
    const apart = distance(word, candidate.word, limit);
    const score = apart * 4 + candidate.rank;
    if (apart <= limit && score < best.score) {
      best.score = score;
      best.id = candidate.id;
    }
  }
}

/** The nearest listed word, 0 if none is near. The word has `SHORTEST` to `LONGEST` letters. */
export function nearest(word: string): number {
  const limit = word.length < LONG ? 1 : 2;
  const letters = lettersOf(word);
  const best: Best = { id: 0, score: Number.MAX_SAFE_INTEGER };
  for (let length = word.length - limit; length <= word.length + limit; length++) {
    tryAll(word, letters, limit, byHead[headSlot(word, length)] ?? NO_CANDIDATES, best);
    tryAll(word, letters, limit, byTail[tailSlot(word, length)] ?? NO_CANDIDATES, best);
  }
  return best.id;
}
