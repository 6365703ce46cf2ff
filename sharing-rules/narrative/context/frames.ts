/**
 * Whose part an objected word tells in the story: of who wants the query, of whom it befell, of a name or a place, of
 * an impostor or a threat, or of what is denied. Mostly a word's own clause is asked, so that nothing written elsewhere
 * explains it; a few patterns look some characters around. A requester's word near it outweighs all that `frameOf` asks
 * after it.
 */
import type { Frame } from '../../terms/decision.ts';
import table from '../vocabulary/frames.json' with { type: 'json' };
import { type Clause, clauseAround } from './clause-around.ts';
import { isDeniedAround, isDeniedWith } from './denied.ts';
import { hasOtherMeaning, isOfHumanServices } from './other-offices.ts';
import { isQuoted, isShown, isSlur } from './quoted.ts';
import { isRequested, isWanted } from './requested.ts';
import { isDealt, isSlang } from './slang.ts';
import { isSpelledOut } from './spelled-out.ts';
import { isPretended, isThreatened } from './threats.ts';
import { befell, isOfFamily, LINK } from './victims.ts';
import { isToldOfSomebody } from './whose.ts';
import { setOf } from './word-set.ts';
import { endsName, isPlace, isSurname, isTitled, isWrittenAsName } from './written-names.ts';

/** What somebody is called, and what somebody passed as. */
const CALLED =
  /(?:\b(?:aka|alias|moniker|called|named|nickname|nicknamed|street name)|(?:known|goes|went) (?:as|by)|call (?:him|her|them))(?: la| el| the)?$/;
/** `La Migra nickname`, `Deport is his street name`. */
const CALLED_BEHIND =
  /^(?:is |was )?(?:the |his |her )?(?:suspects? |susps? |drivers? |gang )?(?:nickname|(?:street|rap|stage) name|alias|moniker|gang tag)\b/;
/** Read from the text: its strokes end a clause. */
const ALSO_CALLED = /\ba\/k\/a ["']?$/;
/** Characters. */
const ALSO_REACH = 8;
const PLACE = setOf(table.place);
const TAKEN = setOf(table.taken);
/** `jail detainer`, `DOC detainer`: of a jail, not of the immigration authorities. */
const DETAINER = /^detainers?$/;
const JAILS = setOf(table.jails);

/** `detainer from Adams Co`: of a county's jail. */
const FROM_JAIL = /^(?:from|by|out of|at) (?:\w+ ){1,2}(?:co|county|so|jail|doc)\b/;

function isOfJail({ before, after }: Clause): boolean {
  return JAILS.has(before.at(-1)) || FROM_JAIL.test(after.join(' '));
}

/** How many words away a place may stand. */
const NEAR = 3;
const NEXT = 2;

/** `stolen trainer trailer`, `stolen Isuzu ice truck`: what was stolen is called so. */
const STOLEN = setOf('stolen stole theft');
const IS_VEHICLE = /\b(?:trucks?|vans?|trailers?)$/;

/** `partial plate CBP 118`, `lp has ICE in it`: letters of a plate, which nobody asks to run. */
const ON_PLATE = /\b(?:plates?|lp|tag)(?: (?:is|has|reads|starting|starts))*$/;
const LETTERS = /^[a-z]{2,4}\d*$/;
const RUN = /\b(?:run|ran|running|check|checking|search)\b/;

function isOnPlate(words: string, { before }: Clause): boolean {
  const told = before.join(' ');
  return LETTERS.test(words) && ON_PLATE.test(told) && !RUN.test(told);
}

/** `headed to the border crossing`: where somebody went. */
const FLED_TO =
  /\b(?:headed|heading|fled|fleeing|drove|driving|going|seen)(?: \w+)? (?:to|toward(?:s)?|across)(?: the| a)?$/;

function isPlaceOrName(words: string, { before, after }: Clause): boolean {
  const isCalledSo =
    (STOLEN.has(before.at(-1)) && after.length > 0) ||
    (STOLEN.has(before.at(-NEXT)) && IS_VEHICLE.test(words));
  const isAtPlace = before.slice(-NEAR).some((word) => PLACE.has(word));
  const isTaken = before.slice(-NEAR - 1).some((word) => TAKEN.has(word));
  const isLinked = before.slice(-NEXT).some((word) => LINK.has(word));
  const isGoal = FLED_TO.test(before.join(' '));
  return isCalledSo || isTitled({ before, after }) || isAtPlace || isGoal || (isTaken && isLinked);
}

/** What the asker and the spelling say besides. */
export interface Hints {
  /** What the asker says it is, where she does. */
  readonly attested?: Frame | undefined;
  /** Words that are written as names, see `capitalsOf`. */
  readonly capitals?: ReadonlySet<string>;
  /** Whether the text tells that a crime was done to it, or what befell it: see `addTerms`. */
  readonly isObject?: boolean;
  /** Whether it only says of which kind a thing is: `training vehicle`. */
  readonly isThing?: boolean;
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
  const isName =
    isTitled(clause) || endsName(clause.after) || isWrittenAsName(text, start, end, { clause, capitals });
  return isName && !isWanted(clause);
}

/** The frame of a word at a place of a text as `normalise` returns it; `none` where nothing tells. */
export function frameOf(text: string, start: number, end: number, hints: Hints = {}): Frame {
  const { attested, capitals = NO_CAPITALS, isObject = false, isThing = false } = hints;
  const clause = clauseAround(text, start, end);
  if (isDeniedAround(clause) || isDeniedWith(text, start, end)) return 'negation';
  if (
    CALLED.test(clause.before.join(' ')) ||
    CALLED_BEHIND.test(clause.after.join(' ')) ||
    ALSO_CALLED.test(text.slice(Math.max(0, start - ALSO_REACH), start))
  )
    return 'name_or_place';
  const words = text.slice(start, end);
  if (isPretended(clause)) return 'impostor_or_threat';
  if (isSpelledOut(text, start, end, clause)) return 'name_or_place';
  if (DETAINER.test(words) && isOfJail(clause)) return 'name_or_place';
  if (isDealt(text, start, end) || hasOtherMeaning(text, start, end)) return 'name_or_place';
  const isOfPerson = isSurname(words, clause, capitals) && !isWanted({ before: [], after: clause.after });
  if (!isOfPerson && isRequested(words, clause, isObject)) return 'requester';
  if (attested !== undefined) return attested;
  if (isSlang(text, start, end, clause) || isOfHumanServices(text, start, end)) return 'name_or_place';
  if (endsName(clause.after) || isWrittenAsName(text, start, end, { clause, capitals }))
    return 'name_or_place';
  if (isThreatened(words, clause)) return 'impostor_or_threat';
  if (befell(clause) || isSlur(clause) || isOfFamily(words, clause)) return 'victim_or_witness';
  if (
    isThing ||
    isShown(clause) ||
    isOnPlate(words, clause) ||
    isPlace(words) ||
    isPlaceOrName(words, clause) ||
    isQuoted(text, start, end, clause)
  )
    return 'name_or_place';
  return isObject || isToldOfSomebody(clause.before) ? 'victim_or_witness' : 'none';
}
