/**
 * Whose part an objected word tells in the story: of who wants the query, of whom it befell, of a name or a place, of
 * an impostor or a threat, or of what is denied. Only a word's own clause is asked, so that nothing written elsewhere
 * explains it; a requester's word near it outweighs every other.
 */
import type { Frame } from '../../terms/decision.ts';
import table from '../vocabulary/frames.json' with { type: 'json' };
import names from '../vocabulary/names.json' with { type: 'json' };
import { type Clause, clauseAround } from './clause-around.ts';
import { isPretended, isThreatened } from './threats.ts';
import { isToldOfSomebody } from './whose.ts';

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const WANTS = setOf(table.requester.before);
/** `assisted by ICE`, and no `knife on Ice Street`: these stand next to who asks. */
const WANTS_NEXT = setOf(table.requester.beforeNext);
const WANTED = setOf(table.requester.after);
/** They want something, unless they are told of: `assault on ICE officer`, `former Border Patrol agent`. */
const WANTED_BY = setOf(table.requester.afterPersons);
/** What is the asker's own is wanted by the asker, and an agency's hold by that agency. */
const ASKING = /\b(?:my|mi|myself|our|mine|holds?|detainers?|requests?|warrants?|fugitives?|assist|status)\b/;
/** `no immigration status`: what is lacked is said, not denied. */
const LACKED = setOf(table.lacked);
/** What somebody is called, and what somebody passed as. */
const CALLED =
  /(?:\b(?:aka|alias|moniker|called|named|nickname|nicknamed|street name)|(?:known|goes|went) (?:as|by))(?: la| el| the)?$/;
/** `R. Ice`: an initial. */
const INITIAL = /\b[a-z]\. ?$/;
const INITIAL_REACH = 4;
const NEGATION = setOf(table.negation);
const FILL = setOf(table.negationFill);
const OR = setOf('or nor');
const VICTIM = setOf(table.victim);
const BEFALLEN = setOf(table.victimAfter);
const DEED = setOf(table.victimVerbs);
const LINK = setOf(table.victimLinks);
const SUSPECT = setOf(table.suspect);
const PLACE = setOf(table.place);
const TITLE = setOf(table.title);
const TAKEN = setOf(table.taken);
const NAME_ENDS = setOf(table.nameEnds);
const ICE = /^i\.?c\.?e/;
const DRUGS = setOf(table.drugs);
/** `ICE vehicle, not EV`: of internal combustion. */
const ENGINE = /^i\.?c\.?e\.? (?:vehicle|vehicles|car|truck|engine|engines|powered|sedan|suv)\b/;
const OTHER_ENGINE = /\b(?:evs?|electric|hybrid|combustion|gas)\b/;
const ENGINE_REACH = 36;
/** `ice/heroin`: a stroke ends a clause, and joins what is sold together. */
const JOINED_BEFORE = /([a-z]+) ?[/+&] ?$/;
const JOINED_BEHIND = /^ ?[/+&] ?([a-z]+)/;
const ROADS = setOf('road roads roadway street highway lot intersection bridge pavement sidewalk driveway');
const COVERED = setOf('in with by on');
const ALIASES = setOf(table.aliases);
const AND = setOf('of and');
const ARTICLES = setOf('a an the some two three');

/** How many words away a requester, a negation, and an end of a name may stand. */
const NEAR = 3;
const NEXT = 2;

const NAMES = setOf(names.words);
const isName = (word: string | undefined) => word !== undefined && NAMES.has(word);

/** The last words before it that are in the set and have none of the others behind them. */
function lastOf(words: readonly string[], set: ReadonlySet<string>): number {
  return words.findLastIndex((word) => set.has(word));
}

function isWantedBehind({ after }: Clause): boolean {
  return after.slice(0, NEXT).some((word) => WANTED.has(word));
}

function isWantedBefore({ before }: Clause): boolean {
  return (
    before.slice(-NEAR).some((word) => WANTS.has(word)) ||
    WANTS_NEXT.has(before.findLast((word) => !ARTICLES.has(word)) ?? '')
  );
}

function isWanted(clause: Clause): boolean {
  const isPersons = clause.after.slice(0, NEXT).some((word) => WANTED_BY.has(word));
  return isPersons || isWantedBefore(clause) || isWantedBehind(clause);
}

/** `not immigration related`, `neg for ICE`, `not for ICE or immigration`: a few small words may stand between. */
export function isNegated(before: readonly string[]): boolean {
  let at = before.length - 1;
  // What `or` joins is denied together.
  if (OR.has(before[at] ?? '')) at -= 2;
  while (at >= 0 && FILL.has(before[at] as string)) at--;
  return at >= 0 && NEGATION.has(before[at] as string);
}

/** Longer than the words that may stand between. */
const DENIED_REACH = 40;
const ANY_NEGATION = new RegExp(`\\b(?:${table.negation.replaceAll(' ', '|')})\\b`);

/** Whether what stands at a place is denied by a word just before it. */
export function isDenied(text: string, start: number): boolean {
  // `neg homicide` is negligent, and `neg for homicide` none.
  if (text.startsWith('neg for ', start)) return true;
  const near = text.slice(Math.max(0, start - DENIED_REACH), start);
  return ANY_NEGATION.test(near) && isNegated(clauseAround(text, start, start).before);
}

/** `Ice Age Beverage`, `immigration attorney's office`: the end of a name stands next, no other thought between. */
function endsName(after: readonly string[]): boolean {
  const [first, second] = after;
  if (first === undefined || LINK.has(first)) return false;
  return NAME_ENDS.has(first) || isName(first) || (second !== undefined && NAME_ENDS.has(second));
}

/** `Marcus Ice`, `Deport aka Dave`: it is written as a name, and stands beside another or beside what it stands for. */
function isWrittenAsName(text: string, start: number, end: number, written: Written): boolean {
  const { before, after } = written.clause;
  if (INITIAL.test(text.slice(Math.max(0, start - INITIAL_REACH), start))) return true;
  if (ALIASES.has(after[0] ?? '')) return true;
  const { capitals } = written;
  if (capitals.size === 0) return false;
  const words = text.slice(start, end).match(/[a-z0-9]+/g) ?? [];
  const isTitled = (word: string | undefined) => word !== undefined && capitals.has(word);
  return words.every(isTitled) && (isTitled(before.at(-1)) || isTitled(after[0]));
}

/** Slang, shop talk and weather: `dealing ice and fentanyl`, `ice/heroin`, `ICE vehicle not EV`, `road covered in ice`. */
function isThing(text: string, start: number, end: number, { before, after }: Clause): boolean {
  if (!ICE.test(text.slice(start, start + 5))) return false;
  const near = text.slice(Math.max(0, start - ENGINE_REACH), start);
  const behind = text.slice(end, end + ENGINE_REACH);
  const beside = [
    before.findLast((word) => !AND.has(word)) ?? JOINED_BEFORE.exec(near)?.[1],
    after.find((word) => !AND.has(word)) ?? JOINED_BEHIND.exec(behind)?.[1],
  ];
  if (beside.some((word) => word !== undefined && DRUGS.has(word))) return true;
  // `the road was covered in ice`
  if (COVERED.has(before.at(-1) ?? '') && before.some((word) => ROADS.has(word))) return true;
  return ENGINE.test(text.slice(start, start + ENGINE_REACH)) && OTHER_ENGINE.test(near + behind);
}

/** `stolen trainer trailer`: what was stolen is called so. */
const STOLEN = setOf('stolen stole theft');

function isPlaceOrName({ before, after }: Clause): boolean {
  const last = before.at(-1);
  if (last !== undefined && STOLEN.has(last) && after.length > 0) return true;
  if (last !== undefined && (TITLE.has(last) || isName(last))) return true;
  if (before.slice(-NEAR).some((word) => PLACE.has(word))) return true;
  const isTaken = before.length > 0 && before.slice(-NEAR - 1).some((word) => TAKEN.has(word));
  const isLinked = before.slice(-NEXT).some((word) => LINK.has(word));
  return isTaken && isLinked;
}

function befell({ before, after }: Clause): boolean {
  if (after.slice(0, NEAR).some((word) => BEFALLEN.has(word))) return true;
  const victim = lastOf(before, VICTIM);
  if (victim > -1 && victim >= lastOf(before, SUSPECT)) return true;
  const deed = lastOf(before, DEED);
  const between = before.slice(deed + 1);
  return deed > -1 && (between.length === 0 || between.some((word) => LINK.has(word)));
}

interface Written {
  readonly clause: Clause;
  readonly capitals: ReadonlySet<string>;
}

/** What the asker and the spelling say besides. */
export interface Hints {
  /** What the asker says it is, where she does. */
  readonly attested?: Frame | undefined;
  /** Words that are written as names, see `capitalsOf`. */
  readonly capitals?: ReadonlySet<string>;
  /** Whether a crime stands before it, as what was done to it: see `isObjectOfCrime`. */
  readonly isObject?: boolean;
}

const NO_CAPITALS: ReadonlySet<string> = new Set();

/** Words with which a story turns to something else than its crime: `actually`, `who was`, `everyone`. */
const TURNS = new RegExp(`\\b(?:${table.turns.replaceAll(' ', '|')})\\b`);

export function turns(text: string): boolean {
  return TURNS.test(text);
}

/** Whether nothing but a name is told: no place where somebody may have been, and nobody who wants it. */
export function isNamed(text: string, start: number, end: number, capitals: ReadonlySet<string>): boolean {
  const clause = clauseAround(text, start, end);
  if (isWanted(clause)) return false;
  const last = clause.before.at(-1);
  const isTitled = last !== undefined && (TITLE.has(last) || isName(last));
  return isTitled || endsName(clause.after) || isWrittenAsName(text, start, end, { clause, capitals });
}

/** The frame of a word at a place of a text as `normalise` returns it; `none` where nothing tells. */
export function frameOf(text: string, start: number, end: number, hints: Hints = {}): Frame {
  const { attested, capitals = NO_CAPITALS, isObject = false } = hints;
  const clause = clauseAround(text, start, end);
  if (isNegated(clause.before) && !LACKED.has(clause.after[0] ?? '')) return 'negation';
  if (CALLED.test(clause.before.slice(-3).join(' '))) return 'name_or_place';
  if (isPretended(clause)) return 'impostor_or_threat';
  const isAsking = ASKING.test(text.slice(start, end)) || isWantedBehind(clause);
  const isToldOf = isToldOfSomebody(clause.before) || (isObject && !isWantedBefore(clause));
  if (isAsking || (!isToldOf && isWanted(clause))) return 'requester';
  if (attested !== undefined) return attested;
  if (isThing(text, start, end, clause)) return 'name_or_place';
  if (endsName(clause.after) || isWrittenAsName(text, start, end, { clause, capitals }))
    return 'name_or_place';
  if (isThreatened(clause)) return 'impostor_or_threat';
  if (befell(clause)) return 'victim_or_witness';
  if (isPlaceOrName(clause)) return 'name_or_place';
  return isToldOf ? 'victim_or_witness' : 'none';
}
