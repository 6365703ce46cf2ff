/** What is written as the name of somebody or something: `Marcus Ice`, `Ice Age Beverage`, `Alien, Jose`. */
import table from '../vocabulary/frames.json' with { type: 'json' };
import names from '../vocabulary/names.json' with { type: 'json' };
import type { Clause } from './clause-around.ts';
import { LINK } from './victims.ts';
import { setOf, type Words } from './word-set.ts';

/** `R. Ice`: an initial. */
const INITIAL = /\b[a-z]\. ?$/;
const INITIAL_REACH = 4;
/** The letters of a name; `E. 287(g)` is not a name. */
const LETTERS = /^[a-z]+$/;
const GIVEN_REACH = 16;
const TITLE = setOf(table.title);
const NAME_ENDS = setOf(table.nameEnds);
const ALIASES = setOf(table.aliases);
const NAMES = setOf(names.words);

/** `Ice Age Beverage`, `immigration attorney's office`: the end of a name stands next, no other thought between. */
export function endsName([first, second]: readonly string[]): boolean {
  return !LINK.has(first) && (NAME_ENDS.has(first) || NAMES.has(first) || NAME_ENDS.has(second));
}

/** `reproductive clinic`: the words end as a place does. */
const PLACE_END = /^\w+(?: \w+)* (?:clinics?|cent(?:er|re)s?)$/;

export function isPlace(words: string): boolean {
  return PLACE_END.test(words);
}

/** Whether a title or a name stands next before it. */
export function isTitled({ before }: Clause): boolean {
  const last = before.at(-1);
  return TITLE.has(last) || NAMES.has(last);
}

export interface Written {
  readonly clause: Clause;
  readonly capitals: ReadonlySet<string>;
}

/** `Marcus Ice`, `Deport aka Dave`: it is written as a name, and stands beside another or beside what it stands for. */
export function isWrittenAsName(text: string, start: number, end: number, written: Written): boolean {
  const { before, after } = written.clause;
  const capitals: Words = written.capitals;
  const words = text.slice(start, end).match(/[a-z0-9]+/g) ?? [];
  const areTitled = words.every((word) => capitals.has(word));
  const isBeside = capitals.has(before.at(-1)) || capitals.has(after[0]);
  return (
    (LETTERS.test(text.slice(start, end)) &&
      INITIAL.test(text.slice(Math.max(0, start - INITIAL_REACH), start))) ||
    ALIASES.has(after[0]) ||
    (areTitled && isGivenName(text, end, capitals)) ||
    (areTitled && isBeside)
  );
}

/** `Alien, Jose`: the surname first. */
function isGivenName(text: string, end: number, capitals: Words): boolean {
  const given = /^, ?([a-z]+)/.exec(text.slice(end, end + GIVEN_REACH))?.[1];
  return NAMES.has(given) && capitals.has(given);
}

/** `warrant for Juan Alien`: behind a given name, both written as names. */
export function isSurname(words: string, { before }: Clause, capitals: Words): boolean {
  const last = before.at(-1);
  return NAMES.has(last) && capitals.has(last) && capitals.has(words);
}

/** Before a name: of a place, a street or a person. */
const BEFORE_NAME =
  /(?:\b(?:at|near|past|outside|behind|inside|on|in|from|of|off|by|and|st|to|def|suspect|susp|victim|vict|vic|owner|ro|missing|named|aka|det|detective|officer|sgt|deputy)|[@/&])[ ]*$/;
const AFTER_NAME =
  /^(?:'s)? ?(?:st|street|ave|avenue|blvd|rd|road|dr|drive|ln|lane|way|ct|court|pl|place|cir|pkwy|hwy|apts?|apartments?|park|school|high|elementary|middle|mall|hotel|motel|inn|store|storage|ranch|farm|ridge|bank|shop|market|grill|bar|pd|so|county|co|llc|inc|center|plaza|heights|creek|hills?|lot|auto|motors|parking|pkg|stickers?|decals?|flags?)\b/;
const NAME_REACH = 14;

/** Whether a word stands where names do: `near Zabriskie`, `Vandeputte St`. */
export function isInNameFrame(text: string, start: number, end: number): boolean {
  return (
    BEFORE_NAME.test(text.slice(Math.max(0, start - NAME_REACH), start)) ||
    AFTER_NAME.test(text.slice(end, end + NAME_REACH))
  );
}
