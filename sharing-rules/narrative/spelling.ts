/**
 * Finds the listed word that an unlisted one was meant to be: plurals, doubled letters, words run together,
 * typing errors. A correction can lose a query, never win it: it objects, and it asks back, but it tells no
 * event. Common words are listed, so they are never corrected.
 */
import { distance } from '../text/edit-distance.ts';
import { madeOnce } from '../text/made-once.ts';
import { remembering } from '../text/remembering.ts';
import { findWord, isTerm, meaningsOf, WORDS, wordsAt } from './lexicon.ts';
import { isCorrection, LONGEST, nearest, SHORTEST } from './nearest-word.ts';
import type { Meaning } from './vocabulary.ts';

export interface Correction {
  /** The ids; none if the word stands for none. */
  readonly ids: readonly number[];
  /** True if it is a form of the word, its plural, and no error. */
  readonly isForm: boolean;
}

/** Runs of one letter, cut down to one: `immmigration` and `immigration` are the same. */
const once = (word: string) => word.replace(/(.)\1+/g, '$1');
const twice = (word: string) => word.replace(/(.)\1\1+/g, '$1$1');

const collapsedWords = madeOnce(() => {
  const words = new Map<string, number>();
  for (const [id, word] of WORDS.entries()) {
    if (!isCorrection(id)) continue;
    const collapsed = once(word);
    // The lists that object come first, so the word that protects wins.
    if (collapsed.length > 2 && !words.has(collapsed)) words.set(collapsed, id);
  }
  return words;
});

const INVESTIGATION = findWord('investigation');
const AGENCY_NAME = findWord('agencyname');
/** The most typing errors forgiven in the word for which every spelling was seen. */
const MOST_ERRORS = 3;
const INVESTIGATION_LENGTH = 'investigation'.length;

/** Returns true for abbreviations of agencies: `lapd`, `srcso`. */
function isAgencyName(word: string): boolean {
  if (word.endsWith('pd')) return word.length <= 6 || Boolean(findWord(word.slice(0, -2)));
  return word.endsWith('so') && word.length >= 4 && word.length <= 5;
}

function isInvestigation(word: string): boolean {
  const isNear = Math.abs(word.length - INVESTIGATION_LENGTH) <= MOST_ERRORS;
  return isNear && distance(word, 'investigation', MOST_ERRORS) <= MOST_ERRORS;
}

/** The length of the shortest piece; shorter words are pieces of anything. */
const SHORTEST_PIECE = 3;
const lengthOf = (id: number) => (WORDS[id] as string).length;

/** Splits a word whole into words of three letters or more, or none: `warrantservice`, `icedetainer`. */
function runTogether(word: string): readonly number[] {
  // The last word of a partition of so many letters from the beginning; the longest word wins.
  const last = new Map<number, number>();
  for (let start = 0; start < word.length; start++) {
    if (start > 0 && !last.has(start)) continue;
    for (const id of wordsAt(word, start)) {
      const end = start + lengthOf(id);
      if (lengthOf(id) >= SHORTEST_PIECE && !last.has(end)) last.set(end, id);
    }
  }
  const parts: number[] = [];
  for (let end = word.length; end > 0; ) {
    const id = last.get(end);
    if (id === undefined) return [];
    parts.unshift(id);
    end -= lengthOf(id);
  }
  return parts;
}

/**
 * Returns true if words in it are an accident: `homehand` is one slip from what the lists object to, and no
 * `hand` at `home`; `vehilce` is one from an honest word, and no `lce` behind `vehi`.
 */
function isAccident(parts: readonly number[], word: string): boolean {
  const objected = parts.filter(isTerm);
  const meant = nearest(word);
  if (distance(word, WORDS[meant] as string, 1) !== 1) return false;
  if (isTerm(meant)) return objected.length === 0;
  return objected.some((id) => lengthOf(id) < SHORTEST);
}

const error = (...ids: readonly number[]): Correction => ({ ids, isForm: false });

function correctOnce(word: string): Correction {
  if (isAgencyName(word)) return error(AGENCY_NAME);
  if (word.startsWith('inv')) return error(INVESTIGATION);
  const singular = word.length > SHORTEST_PIECE && word.endsWith('s') ? findWord(word.slice(0, -1)) : 0;
  if (singular) return { ids: [singular], isForm: true };
  const collapsed = findWord(twice(word)) || collapsedWords().get(once(word));
  if (collapsed !== undefined) return error(collapsed);
  const parts = runTogether(word);
  if (parts.length > 0) return isAccident(parts, word) ? error(nearest(word)) : error(...parts);
  if (isInvestigation(word)) return error(INVESTIGATION);
  const near = word.length < SHORTEST || word.length > LONGEST ? 0 : nearest(word);
  return near ? error(near) : error();
}

/** Corrects an unlisted word of letters. Time is bounded by the lists, and linear in the word's length. */
export const correct: (word: string) => Correction = remembering(correctOnce);

const GRAVE: ReadonlySet<string> = new Set(['narrative_immigration', 'narrative_protected_health']);
/** The length of the shortest hidden word; shorter ones stand in honest words: `ice` in `police`. */
const SHORTEST_HIDDEN = 6;

function isHideable(id: number): boolean {
  const isGrave = (meaning: Meaning) =>
    meaning.kind === 'term' && meaning.finding.effect === 'deny' && GRAVE.has(meaning.finding.code);
  return lengthOf(id) >= SHORTEST_HIDDEN && meaningsOf(id).some(isGrave);
}

/** Finds grave words with letters of no word around them, the shortest at each place: `xximmigrationxx`. */
export const hiddenWords: (word: string) => readonly number[] = remembering((word) =>
  [...word].flatMap((_, start) => wordsAt(word, start).find(isHideable) ?? []),
);
