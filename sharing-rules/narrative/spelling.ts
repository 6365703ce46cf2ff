/**
 * Which listed word a word that nobody listed was meant to be: doubled letters, plurals, words run together,
 * typing errors. Only words that the trie does not know come here, so honest words are never corrected.
 */
import { findWord, isTerm, LEMMAS, PHRASES, ROLES, SYMBOLS, TRIE_NEXT, TRIE_WORD, WORDS } from './lexicon.ts';

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

function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) - 97);
  return letters;
}

function bits(mask: number): number {
  let left = mask;
  let count = 0;
  for (; left !== 0; left &= left - 1) count++;
  return count;
}

/** Where two corrections are equally near, the one that protects wins: denied terms, then events, then plain words. */
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
const byFirst: Candidate[][] = Array.from({ length: 26 }, () => []);
const byLast: Candidate[][] = Array.from({ length: 26 }, () => []);

for (let id = 1; id < WORDS.length; id++) {
  const word = WORDS[id] as string;
  const role = ROLES[id];
  if (!/^[a-z]{3,}$/.test(word) || role === 'stop' || role === 'name') continue;
  const collapsed = collapse(word);
  const rival = collapsedWords.get(collapsed);
  if (collapsed.length > 2 && (rival === undefined || rank(id) < rank(rival)))
    collapsedWords.set(collapsed, id);
  if (word.length < SHORTEST) continue;
  const candidate = { id, word, letters: lettersOf(word), rank: rank(id) };
  byFirst[word.charCodeAt(0) - 97]?.push(candidate);
  byLast[word.charCodeAt(word.length - 1) - 97]?.push(candidate);
}

/** Optimal string alignment distance, or `limit + 1` if it is more than `limit`. */
export function distance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min(
        (above[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (above[j - 1] as number) + (same ? 0 : 1),
      );
      const swapped =
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (swapped) cost = Math.min(cost, (before[j - 2] as number) + 1);
      row.push(cost);
      if (cost < best) best = cost;
    }
    if (best > limit) return limit + 1;
    before = above;
    above = row;
  }
  return Math.min(above[b.length] as number, limit + 1);
}

function nearest(word: string): number {
  const limit = word.length < LONG ? 1 : 2;
  const letters = lettersOf(word);
  let found = 0;
  let nearestSoFar = limit * 4 + 4;
  for (const list of [byFirst[word.charCodeAt(0) - 97], byLast[word.charCodeAt(word.length - 1) - 97]]) {
    for (const candidate of list ?? []) {
      const gap = candidate.word.length - word.length;
      if (gap > limit || gap < -limit || bits(letters ^ candidate.letters) > 2 * limit) continue;
      const score = distance(word, candidate.word, limit) * 4 + candidate.rank;
      if (score < nearestSoFar && score < limit * 4 + 4) {
        nearestSoFar = score;
        found = candidate.id;
      }
    }
  }
  return found;
}

/** Words of three letters or more that make up the whole of a word, or null. */
function runTogether(word: string): number[] | null {
  // cut[i]: the last word of a partition of the first i letters, 0 if there is none; the longest word wins.
  const cut: number[] = new Array(word.length + 1).fill(0);
  for (let start = 0; start < word.length; start++) {
    if (start > 0 && cut[start] === 0) continue;
    let node = 0;
    for (let end = start; end < word.length; end++) {
      node = TRIE_NEXT[node * SYMBOLS + word.charCodeAt(end) - 97] as number;
      if (node === 0) break;
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

/**
 * The listed words that an unlisted word of letters stands for; empty if it stands for none.
 * Time is bounded by the lists for one word, and linear in the word's length.
 */
export function correct(word: string): readonly number[] {
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
