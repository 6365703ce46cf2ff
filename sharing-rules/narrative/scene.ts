/** Whether words tell where, against what or whom the crime itself was: `robbery at the mosque`, `church burglary`. */
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
      meaning.kind === 'event' && end <= start && TO_OBJECT.test(text.slice(ends[end - 1], starts[start])),
  );
}

/** Starts another thought: `ICE pick up after robbery`. */
const NEW_THOUGHT = /\b(?:after|and|before|but|during|following|for|or|so|then|until|while)\b/;
/** Says that the crime is over, by a word or a year, or a fraud: `criminal alien, prior theft`, `naturalization fraud`. */
const OVER_OR_FRAUD = new RegExp(`\\b(?:${table.overOrFraud.replaceAll(' ', '|')}|19\\d\\d|20[01]\\d)\\b`);
/** Families of crimes that harm somebody or something. */
const HARMS = setOf('robbery violence sexual hit_and_run property missing vehicle_theft');

/**
 * Whether words may name what was harmed: every crime comes after them, one is of a kind that harms, and nothing between
 * or after speaks against it. Words with a number name a form or a law.
 */
export function mayBeHarmed(
  text: string,
  { ends, starts }: Tokens,
  matches: readonly Match[],
  { end, start }: Match,
): boolean {
  const events = matches.flatMap(({ meaning, start: from }) =>
    meaning.kind === 'event' ? [{ family: meaning.family, from }] : [],
  );
  const harm = events.find(({ family }) => HARMS.has(family));
  return (
    harm !== undefined &&
    !/\d/.test(text.slice(starts[start], ends[end - 1])) &&
    events.every(({ from }) => from > start) &&
    !NEW_THOUGHT.test(text.slice(ends[end - 1], starts[harm.from])) &&
    !OVER_OR_FRAUD.test(text.slice(starts[start]))
  );
}
