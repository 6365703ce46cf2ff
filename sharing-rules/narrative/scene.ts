/** Whether words tell where, against what or whom the crime itself was: `robbery at the mosque`, `church burglary`. */
import type { FoundWords } from '../terms/decision.ts';
import { setOf } from './context/word-set.ts';
import type { Match } from './match-phrases.ts';
import type { Tokens } from './tokens.ts';
import table from './vocabulary/frames.json' with { type: 'json' };

/** A word may stand between the crime and its scene, beside small ones: `burglary of the old mosque`. */
const NEAR = 2;

/** Where the crime stands in the same clause, just before the words or next behind them. */
export function isSceneOf({ sentences }: Tokens, matches: readonly Match[], { start, end }: Match): boolean {
  return matches.some(
    ({ meaning, start: from, end: to }) =>
      meaning.kind === 'event' &&
      sentences[from] === sentences[start] &&
      ((to <= start && start - to < NEAR) || (from >= end && from - end < 2)),
  );
}

/** From a crime to its object: one link, and at most one other word, which tells of nobody who did or wants anything. */
const TO_OBJECT = new RegExp(
  [
    '^ ?(?:of|on|against|to|at|from|into|toward(?:s)?)',
    '(?: (?:a|an|the|our|his|her|their|two|three))?',
    '(?: (?!suspect|subject|driver|occup|possib|known|susp|poss)[a-z]+)? ?$',
  ].join(''),
);
/** Whether words name what a crime was done to: `rape of an asylum seeker`, `shots fired at ICE officers`. */
export function isObjectOfCrime(
  text: string,
  { starts, ends }: Tokens,
  matches: readonly Match[],
  { start }: Match,
): boolean {
  return matches.some(
    ({ meaning, end }) =>
      meaning.kind === 'event' &&
      end <= start &&
      start - end < 2 &&
      TO_OBJECT.test(text.slice(ends[end - 1], starts[start])),
  );
}

/** Tokens between a word and the crime of which it tells the victim. */
const BESIDE = 2;
/** `abortion pills delivery` is told of no victim. */
const HARMS: ReadonlySet<string> = new Set(['robbery', 'violence', 'sexual', 'hit_and_run', 'property']);
const WORDS_ONLY = /^[ \w'-]*$/;

/** Whether a crime is told right behind a word. */
export function isHarmed(
  text: string,
  { ends, sentences, starts }: Tokens,
  matches: readonly Match[],
  { end, start }: Match,
): boolean {
  const from = ends[end - 1] as number;
  return matches.some(
    ({ meaning, start: at }) =>
      meaning.kind === 'event' &&
      HARMS.has(meaning.family) &&
      at >= end &&
      at - end <= BESIDE &&
      sentences[at] === sentences[start] &&
      WORDS_ONLY.test(text.slice(from, starts[at])),
  );
}

/** What other things are called by, too. */
const ALSO_NAMES = setOf(table.alsoNames);
/** `CBP Concrete skid steer theft`: a few words of one thought lead to the crime. */
const LEADS_TO =
  /^(?: (?!after|and|before|but|during|following|for|or|so|then|until|while)[a-z0-9']+){0,5} $/;

/** Whether a word by which other things are called, too, leads to a crime that harms: it may name what was harmed. */
export function leadsToHarm(
  text: string,
  { starts }: Tokens,
  matches: readonly Match[],
  { words, end }: FoundWords,
): boolean {
  if (!ALSO_NAMES.has(words.replaceAll('.', ''))) return false;
  // The stop of the last of letters with stops: `E.R.O. Excavating`.
  const from = words.includes('.') && text[end] === '.' ? end + 1 : end;
  return matches.some(
    ({ meaning, start }) =>
      meaning.kind === 'event' && HARMS.has(meaning.family) && LEADS_TO.test(text.slice(from, starts[start])),
  );
}
