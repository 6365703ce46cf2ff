/**
 * Which listed word a word that nobody listed was meant to be: plurals, doubled letters, words run together, known
 * beginnings, typing errors. Only words that the trie does not know come here, so honest words are never corrected.
 */
import { distance } from '../text/edit-distance.ts';
import { remembering } from '../text/remembering.ts';
import { withVowels } from './left-out-vowels.ts';
import { findWord, isTerm, WORDS } from './lexicon.ts';
import { isCorrection, LONGEST, nearest, SHORTEST } from './nearest-word.ts';
import { runTogether } from './run-together.ts';
import ordinary from './vocabulary/ordinary-words.json' with { type: 'json' };
import stems from './vocabulary/stems.json' with { type: 'json' };

/** Runs of one letter, cut down to one: `immmigration` and `immigration` are the same. */
const once = (word: string) => word.replace(/(.)\1+/g, '$1');
const twice = (word: string) => word.replace(/(.)\1\1+/g, '$1$1');

const collapsedWords = new Map<string, number>();
for (const [id, word] of WORDS.entries()) {
  if (!isCorrection(id)) continue;
  const collapsed = once(word);
  // The lists that object come first, so the word that protects wins.
  if (collapsed.length > 2 && !collapsedWords.has(collapsed)) collapsedWords.set(collapsed, id);
}

const NONE: readonly number[] = [];
const INVESTIGATION = findWord('investigation');
const AGENCY_NAME = findWord('agencyname');

/** `lapd`, `srcso`: how agencies are abbreviated. */
function isAgencyName(word: string): boolean {
  if (word.endsWith('pd')) return word.length <= 6 || Boolean(findWord(word.slice(0, -2)));
  return word.endsWith('so') && word.length >= 4 && word.length <= 5;
}

const STEMS: ReadonlyMap<string, number> = new Map(
  Object.entries(stems.stems).map(([stem, word]) => {
    const id = findWord(word);
    if (!id) throw new Error(`stem \`${stem}\` stands for \`${word}\`, which is not listed`);
    return [stem, id];
  }),
);
const SHORTEST_STEM = 4;
const LONGEST_STEM = Math.max(...[...STEMS.keys()].map((stem) => stem.length));
/** Most words begin like no stem: one look-up settles it. */
const STEM_STARTS: ReadonlySet<string> = new Set(
  [...STEMS.keys()].map((stem) => stem.slice(0, SHORTEST_STEM)),
);

/** The word for which the longest known beginning stands, 0 if there is none. */
function byStem(word: string): number {
  if (!STEM_STARTS.has(word.slice(0, SHORTEST_STEM))) return 0;
  for (let length = Math.min(LONGEST_STEM, word.length); length >= SHORTEST_STEM; length--) {
    const id = STEMS.get(word.slice(0, length));
    if (id !== undefined) return id;
  }
  return 0;
}

/** Three typing errors are forgiven in the word for which every spelling was seen. */
function isInvestigation(word: string): boolean {
  return word.length >= 10 && word.length <= 16 && distance(word, 'investigation', 3) <= 3;
}

/** Right as they are, though near to a telling word. */
const ORDINARY: ReadonlySet<string> = new Set(ordinary.words.split(' '));

/**
 * `homehand` is one slip away from what the lists object to, and no `hand` at `home`; `vehilce` is one away from an
 * honest word, and no `lce` behind `vehi`: what is that short stands in anything.
 */
function isAccident(parts: readonly number[], word: string): boolean {
  const objected = parts.filter(isTerm);
  const meant = nearest(word);
  if (distance(word, WORDS[meant] as string, 1) !== 1) return false;
  if (isTerm(meant)) return objected.length === 0;
  return objected.some((id) => (WORDS[id] as string).length < SHORTEST_STEM);
}

function correctOnce(word: string): readonly number[] {
  if (ORDINARY.has(word)) return NONE;
  if (isAgencyName(word)) return [AGENCY_NAME];
  if (word.startsWith('inv')) return [INVESTIGATION];
  const singular = word.length > 3 && word.endsWith('s') ? findWord(word.slice(0, -1)) : 0;
  if (singular) return [singular];
  const collapsed = findWord(twice(word)) || collapsedWords.get(once(word));
  if (collapsed !== undefined) return [collapsed];
  const parts = runTogether(word);
  if (parts !== null) return isAccident(parts, word) ? [nearest(word)] : parts;
  if (isInvestigation(word)) return [INVESTIGATION];
  const stem = byStem(word);
  if (stem) return [stem];
  if (word.length < SHORTEST || word.length > LONGEST) return NONE;
  const near = nearest(word) || withVowels(word);
  return near ? [near] : NONE;
}

/**
 * The listed words that an unlisted word of letters stands for; empty if it stands for none.
 * Time is bounded by the lists for one word, and linear in the word's length.
 */
export const correct: (word: string) => readonly number[] = remembering(correctOnce);
