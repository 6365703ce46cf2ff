/** Whether a clause tells that somebody wants the query: `for`, `assist`, `hold`, the asker's own. */
import table from '../vocabulary/frames.json' with { type: 'json' };
import type { Clause } from './clause-around.ts';
import { isHurt, isOfVictim } from './victims.ts';
import { isToldOfSomebody } from './whose.ts';
import { setOf } from './word-set.ts';

const WANTS = setOf(table.requester.before);
/** `assisted by ICE`, and no `knife on Ice Street`: these stand next to who asks. */
const WANTS_NEXT = setOf(table.requester.beforeNext);
const WANTED = setOf(table.requester.after);
/** They want something, unless they are told of: `assault on ICE officer`, `former Border Patrol agent`. */
const WANTED_BY = setOf(table.requester.afterPersons);
/** What is the asker's own is wanted by the asker, and an agency's hold by that agency. */
const ASKING = /\b(?:my|mi|myself|our|mine|holds?|detainers?|requests?|warrants?|fugitives?|assist|status)\b/;
/** `due to her immigration status`: a victim's, where nobody asks for it. */
const STATUS = /^(?:\w+ )?status\b/;
const ARTICLES = setOf('a an the some two three');

const NEAR = 3;
const NEXT = 2;

function isWantedBehind({ after }: Clause): boolean {
  return after.slice(0, NEXT).some((word) => WANTED.has(word));
}

/** `unlawful sexual contact` (C.R.S. 18-3-404): an offense; nobody is to be contacted. */
const isOffense = (word: string, before: string | undefined) => word === 'contact' && before === 'sexual';

function isWantedBefore({ before }: Clause): boolean {
  const from = before.length - NEAR;
  const asks = before.some((word, at) => at >= from && WANTS.has(word) && !isOffense(word, before[at - 1]));
  return asks || WANTS_NEXT.has(before.findLast((word) => !ARTICLES.has(word)));
}

function isWantedPerson({ after }: Clause): boolean {
  return after.slice(0, NEXT).some((word) => WANTED_BY.has(word));
}

/** Whether somebody wants it by the words around it alone. */
export function isWanted(clause: Clause): boolean {
  return isWantedPerson(clause) || isWantedBefore(clause) || isWantedBehind(clause);
}

/** Whether somebody wants it: by the word itself, or by what stands around it, unless that tells of somebody. */
export function isRequested(words: string, clause: Clause, isObject: boolean): boolean {
  const { before, after } = clause;
  const isBefore = isWantedBefore(clause);
  const isVictims = STATUS.test([words, ...after].join(' ')) && !isBefore && isOfVictim(clause);
  const isBehind = isWantedBehind(
    isVictims ? { before, after: after.filter((word) => word !== 'status') } : clause,
  );
  const isAsking = (ASKING.test(words) && !isVictims) || isBehind;
  const isToldOf = isToldOfSomebody(clause.before) || (isObject && !isBefore);
  return isAsking || (!isToldOf && (isBefore || (isWantedPerson(clause) && !isHurt(clause))));
}
