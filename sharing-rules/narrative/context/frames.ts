/**
 * Whose part an objected word tells in the story: of who wants the query, of whom it befell, of a name or a place, of
 * an impostor or a threat, or of what is denied. Only a word's own clause is asked, so that nothing written elsewhere
 * explains it; a requester's word near it outweighs every other.
 */
import type { Frame } from '../../terms/decision.ts';
import table from '../vocabulary/frames.json' with { type: 'json' };
import names from '../vocabulary/names.json' with { type: 'json' };
import { type Clause, clauseAround } from './clause-around.ts';

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const WANTS = setOf(table.requester.before);
const WANTED = setOf(table.requester.after);
/** Those that no impostor's claim explains. */
const ASKS = setOf(table.requester.asks);
/** What is the asker's own is wanted by the asker, and an agency's hold by that agency. */
const ASKING = /\b(?:my|mi|myself|our|mine|holds?|detainers?|requests?|warrants?|fugitives?|assist|status)\b/;
/** `no immigration status`: what is lacked is said, not denied. */
const LACKED = setOf(table.lacked);
/** What somebody is called, and what somebody passed as. */
const CALLED =
  /(?:\b(?:aka|alias|moniker|called|named|nickname|nicknamed|street name)|(?:known|goes|went) (?:as|by))$/;
const SAID_TO_BE = /\b(?:said|says|stated|told) (?:\w+ )?(?:he|she|they|it) (?:was|were|is|are)\b/;
const NEGATION = setOf(table.negation);
const FILL = setOf(table.negationFill);
const IMPOSTOR = setOf(table.impostor);
const VICTIM = setOf(table.victim);
const DEED = setOf(table.victimVerbs);
const LINK = setOf(table.victimLinks);
const SUSPECT = setOf(table.suspect);
const PLACE = setOf(table.place);
const TITLE = setOf(table.title);
const TAKEN = setOf(table.taken);
const NAME_ENDS = setOf(table.nameEnds);

/** How many words away a requester, a negation, and an end of a name may stand. */
const NEAR = 3;
const NEXT = 2;

const NAMES = setOf(names.words);
const isName = (word: string | undefined) => word !== undefined && NAMES.has(word);

/** The last words before it that are in the set and have none of the others behind them. */
function lastOf(words: readonly string[], set: ReadonlySet<string>): number {
  return words.findLastIndex((word) => set.has(word));
}

function isWanted({ before, after }: Clause): boolean {
  return (
    before.slice(-NEAR).some((word) => WANTS.has(word)) ||
    after.slice(0, NEXT).some((word) => WANTED.has(word))
  );
}

/** `not immigration related`, `neg for ICE`: a few small words may stand between. */
export function isNegated(before: readonly string[]): boolean {
  let at = before.length - 1;
  while (at >= 0 && FILL.has(before[at] as string)) at--;
  return at >= 0 && NEGATION.has(before[at] as string);
}

/** Longer than the words that may stand between. */
const DENIED_REACH = 40;
const ANY_NEGATION = new RegExp(`\\b(?:${table.negation.replaceAll(' ', '|')})\\b`);

/** Whether what stands at a place is denied by a word just before it. */
export function isDenied(text: string, start: number): boolean {
  const near = text.slice(Math.max(0, start - DENIED_REACH), start);
  return ANY_NEGATION.test(near) && isNegated(clauseAround(text, start, start).before);
}

/** `Ice Age Beverage`, `immigration attorney's office`: the end of a name stands next, no other thought between. */
function endsName(after: readonly string[]): boolean {
  const [first, second] = after;
  if (first === undefined || LINK.has(first)) return false;
  return NAME_ENDS.has(first) || isName(first) || (second !== undefined && NAME_ENDS.has(second));
}

function isPlaceOrName({ before }: Clause): boolean {
  const last = before.at(-1);
  if (last !== undefined && (TITLE.has(last) || isName(last))) return true;
  if (before.slice(-NEAR).some((word) => PLACE.has(word))) return true;
  const isTaken = before.length > 0 && before.slice(-NEAR - 1).some((word) => TAKEN.has(word));
  const isLinked = before.slice(-NEXT).some((word) => LINK.has(word));
  return isTaken && isLinked;
}

function befell({ before }: Clause): boolean {
  const victim = lastOf(before, VICTIM);
  if (victim > -1 && victim >= lastOf(before, SUSPECT)) return true;
  const deed = lastOf(before, DEED);
  const between = before.slice(deed + 1);
  return deed > -1 && (between.length === 0 || between.some((word) => LINK.has(word)));
}

/**
 * The frame of a word at a place of a text as `normalise` returns it; `none` where nothing tells.
 *
 * @param attested what the asker says it is, where she does.
 */
export function frameOf(text: string, start: number, end: number, attested?: Frame): Frame {
  const clause = clauseAround(text, start, end);
  if (isNegated(clause.before) && !LACKED.has(clause.after[0] ?? '')) return 'negation';
  const near = clause.before.slice(-NEAR);
  if (CALLED.test(clause.before.slice(-2).join(' '))) return 'name_or_place';
  const said = clause.before.join(' ');
  const isImpostor = [...clause.before, ...clause.after.slice(0, NEAR)].some((word) => IMPOSTOR.has(word));
  if ((isImpostor || SAID_TO_BE.test(said)) && !near.some((word) => ASKS.has(word)))
    return 'impostor_or_threat';
  if (isWanted(clause) || ASKING.test(text.slice(start, end))) return 'requester';
  if (attested !== undefined) return attested;
  if (endsName(clause.after)) return 'name_or_place';
  if (befell(clause)) return 'victim_or_witness';
  return isPlaceOrName(clause) ? 'name_or_place' : 'none';
}
