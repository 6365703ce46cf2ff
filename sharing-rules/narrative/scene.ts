/** Whether words tell where or against what the crime itself was: `robbery at the mosque`, `church burglary`. */
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
