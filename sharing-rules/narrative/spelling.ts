/**
 * Which listed word a word that nobody listed was meant to be: doubled letters, plurals, words run together,
 * typing errors. Only words that the trie does not know come here, so honest words are never corrected.
 */
import { distance } from './edit-distance.ts';
import {
  DEAD,
  findWord,
  isTerm,
  LEMMAS,
  PHRASES,
  ROLES,
  SYMBOLS,
  TRIE_NEXT,
  TRIE_WORD,
  WORDS,
} from './lexicon.ts';

/** Longest word that is corrected; what is longer is run-together words or noise. */
const LONGEST = 24;
const SHORTEST = 5;
/** From this length two typing errors are forgiven, below it one. */
const LONG = 9;

/** Runs of one letter are one letter: `immmigration` and `immigration` are the same. */
export function collapse(word: string): string {
  let collapsed = '';
  for (let i = 0; i < word.length; i++) {
    if (word.charCodeAt(i) !== word.charCodeAt(i - 1)) collapsed += word.charAt(i);
  }
  return collapsed;
}

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
function rank(id: number): number {
  if (isTerm(id)) return 0;
  return PHRASES[LEMMAS[id] as number]?.meanings ? 1 : 2;
}

interface Candidate {
  readonly id: number;
  readonly word: string;
  readonly letters: number;
  readonly rank: number;
}

const collapsedWords = new Map<string, number>();
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
  const role = ROLES[id];
  if (!/^[a-z]{3,}$/.test(word) || role === 'stop' || role === 'name') continue;
  const collapsed = collapse(word);
  const rival = collapsedWords.get(collapsed);
  if (collapsed.length > 2 && (rival === undefined || rank(id) < rank(rival)))
    collapsedWords.set(collapsed, id);
  if (word.length < SHORTEST || word.length > LONGEST) continue;
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

function nearest(word: string): number {
  const limit = word.length < LONG ? 1 : 2;
  const letters = lettersOf(word);
  const best: Best = { id: 0, score: Number.MAX_SAFE_INTEGER };
  for (let length = word.length - limit; length <= word.length + limit; length++) {
    tryAll(word, letters, limit, byHead[headSlot(word, length)] ?? NO_CANDIDATES, best);
    tryAll(word, letters, limit, byTail[tailSlot(word, length)] ?? NO_CANDIDATES, best);
  }
  return best.id;
}

function startsWithWord(word: string): boolean {
  let node = 0;
  for (let end = 0; end < word.length - 3; end++) {
    node = TRIE_NEXT[node * SYMBOLS + word.charCodeAt(end) - 97] as number;
    if (node === DEAD) return false;
    if (end >= 2 && TRIE_WORD[node] !== 0) return true;
  }
  return false;
}

/** Words of three letters or more that make up the whole of a word, or null. */
function runTogether(word: string): number[] | null {
  if (!startsWithWord(word)) return null;
  // cut[i]: the last word of a partition of the first i letters, 0 if there is none; the longest word wins.
  const cut: number[] = new Array(word.length + 1).fill(0);
  for (let start = 0; start < word.length; start++) {
    if (start > 0 && cut[start] === 0) continue;
    let node = 0;
    for (let end = start; end < word.length; end++) {
      node = TRIE_NEXT[node * SYMBOLS + word.charCodeAt(end) - 97] as number;
      if (node === DEAD) break;
      const id = TRIE_WORD[node] as number;
      if (id > 0 && end - start >= 2 && cut[end + 1] === 0) cut[end + 1] = id;
    }
  }
  const parts: number[] = [];
  for (let end = word.length; end > 0; ) {
    const id = cut[end] as number;
    if (id === 0) return null;
    parts.unshift(id);
    end -= (WORDS[id] as string).length;
  }
  return parts;
}

const INVESTIGATION = findWord('investigation');
const AGENCY_NAME = findWord('agencyname');

/** `lapd`, `srcso`: how agencies are abbreviated. */
function isAgencyName(word: string): boolean {
  if (word.endsWith('pd')) return word.length <= 6 || findWord(word.slice(0, -2)) > 0;
  return word.endsWith('so') && word.length >= 4 && word.length <= 5;
}

function correctAnew(word: string): readonly number[] {
  if (isAgencyName(word)) return [AGENCY_NAME];
  if (word.startsWith('inv')) return [INVESTIGATION];
  const singular = word.length > 3 && word.endsWith('s') ? findWord(word.slice(0, -1)) : 0;
  if (singular > 0) return [singular];
  const collapsed = collapsedWords.get(collapse(word));
  if (collapsed !== undefined) return [collapsed];
  if (word.length >= 6) {
    const parts = runTogether(word);
    if (parts !== null) return parts;
  }
  if (word.length < SHORTEST || word.length > LONGEST) return [];
  const near = nearest(word);
  if (near > 0) return [near];
  return word.length >= LONG && distance(word, 'investigation', 3) <= 3 ? [INVESTIGATION] : [];
}

/** Streets, names and shops come again and again; what they stand for does not change while the program runs. */
const remembered = new Map<string, readonly number[]>();
const REMEMBERED = 2048;

/**
 * The listed words that an unlisted word of letters stands for; empty if it stands for none.
 * Time is bounded by the lists for one word, and linear in the word's length.
 */
export function correct(word: string): readonly number[] {
  const known = remembered.get(word);
  if (known !== undefined) return known;
  const meant = correctAnew(word);
  if (remembered.size >= REMEMBERED) remembered.clear();
  if (word.length <= LONGEST) remembered.set(word, meant);
  return meant;
}
