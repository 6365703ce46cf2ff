/** Whether words tell where, against what or whom the crime itself was: `robbery at the mosque`, `church burglary`. */
import type { Match } from './match-phrases.ts';
import type { Tokens } from './tokens.ts';

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
