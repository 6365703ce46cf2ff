/**
 * What is not understood cannot pass: beside an event, more than a few words that belong to no investigation are held
 * for a person, since no list knows every way to say what is forbidden. So is any word in letters that are not Latin.
 */
import type { Finding, FoundWords } from '../terms/decision.ts';
import type { Reading } from './find-terms.ts';
import { findWord, LEMMAS, ROLES, type Role, WORDS } from './lexicon.ts';
import type { Match } from './match-phrases.ts';
import { isSceneOf } from './scene.ts';
import { isUnderstood, isUnderstoodMistyped } from './understood.ts';
import understood from './vocabulary/understood-words.json' with { type: 'json' };

/** Within so many words one may stand without being understood, or two that only tell of whom and when. */
const STRETCH = 12;
const LIGHT: ReadonlySet<string> = new Set(understood.light.split(' '));
/** Words of wanting and knowing: no capital makes a name of them. */
const NO_NAMES: ReadonlySet<string> = new Set(understood.noNames.split(' '));
/** Of those that are named: enough to see what was meant. */
const MOST_NAMED = 5;

const READ_ROLES: ReadonlySet<Role> = new Set<Role>(['listed', 'rank', 'investigation', 'name']);
/** By word id: whether the lists know it from investigations. */
const READ: readonly boolean[] = WORDS.map(
  (word, id) =>
    READ_ROLES.has(ROLES[id] as Role) || word.length === 1 || /[0-9]/.test(word) || isUnderstood(word),
);

/** Belief, health and assembly are not part of most crimes: one such word passes in the clause of a crime, not two. */
const PRIVATE: ReadonlySet<string> = new Set([
  ...['religion', 'health_care_context', 'gender_or_orientation', 'public_gathering'],
]);

/** Before a name: of a place, a street or a person. */
const BEFORE_NAME =
  /(?:\b(?:at|near|past|outside|behind|inside|on|in|from|of|off|by|and|st|to|def|suspect|susp|victim|vict|vic|owner|ro|missing|named|aka|det|detective|officer|sgt|deputy)|[@/&])[ ]*$/;
const AFTER_NAME =
  /^(?:'s)? ?(?:st|street|ave|avenue|blvd|rd|road|dr|drive|ln|lane|way|ct|court|pl|place|cir|pkwy|hwy|apts?|apartments?|park|school|high|elementary|middle|mall|hotel|motel|inn|store|storage|ranch|farm|ridge|bank|shop|market|grill|bar|pd|so|county|co|llc|inc|center|plaza|heights|creek|hills?|lot|auto|motors|parking|pkg|stickers?|decals?|flags?)\b/;
const AT_PLACE = /\b(?:at|near|past|outside|behind|inside|by|from|of) (?:the|a|an) $/;
const NAME_REACH = 14;
/** Names that are taken on trust: more make a list of persons. */
const MOST_NAMES = 3;

function isInNameFrameAt({ text, tokens }: Reading, at: number): boolean {
  const [start, end] = [tokens.starts[at] as number, tokens.ends[at] as number];
  return (
    BEFORE_NAME.test(text.slice(Math.max(0, start - NAME_REACH), start)) ||
    AFTER_NAME.test(text.slice(end, end + NAME_REACH))
  );
}

const OF_VICTIM = /\b(?:v|vic|vict|victim|victims|vics|rp|witness|missing)\b[^,.;:/]*$/;
const VICTIM_REACH = 28;

/** Whether a word of belief, health or assembly tells of a place or a victim: `near the clinic`, `v is pregnant`. */
function isTheCases(reading: Reading, at: number): boolean {
  const start = reading.tokens.starts[at] as number;
  const before = reading.text.slice(Math.max(0, start - VICTIM_REACH), start);
  return AT_PLACE.test(before) || OF_VICTIM.test(before) || isInNameFrameAt(reading, at);
}

/** The word of a token, without apostrophes. */
function wordAt({ text, tokens }: Reading, at: number): string {
  const word = text.slice(tokens.starts[at], tokens.ends[at]);
  return word.includes("'") ? word.replaceAll("'", '') : word;
}

/** `Kowalczyk` by its capital; a word that the lists know only where it stands beside another: `Planned Spaces`. */
function isWritten(reading: Reading, at: number): boolean {
  const { tokens } = reading;
  const word = wordAt(reading, at);
  const isTitled = (one: string) => reading.capitals().has(one);
  const isBeside = (other: number) =>
    tokens.sentences[other] === tokens.sentences[at] && isTitled(wordAt(reading, other));
  const isNameable = !NO_NAMES.has(word) && !LIGHT.has(word) && isTitled(word);
  return isNameable && (tokens.words[at] === 0 || isBeside(at - 1) || isBeside(at + 1));
}

/** `need veh leaving`, `find the truck`: what every query is for. */
const NEED: ReadonlySet<string> = new Set(['need', 'needs', 'needed', 'find']);
const NEEDED: ReadonlySet<number> = new Set(
  ['vehicle', 'plate', 'direction', 'route', 'path'].map((word) => LEMMAS[findWord(word)] as number),
);

function isNeeded(reading: Reading, at: number): boolean {
  const { lemmas, sentences } = reading.tokens;
  const isNeed = NEED.has(wordAt(reading, at)) && sentences[at] === sentences[at + 1];
  return isNeed && (NEEDED.has(lemmas[at + 1] as number) || NEEDED.has(lemmas[at + 2] as number));
}

interface Unread {
  /** The token. */
  readonly at: number;
  /** Of belief, health or assembly, of no place and no victim: `gay club regulars`. Only a crime in its clause explains it. */
  readonly isPrivate: boolean;
  /** `he`, `then`: only beside a word that says more. */
  readonly isLight: boolean;
}

/** The tokens that are not understood; names in a name's frame are, up to a few, and where a crime happened. */
function unreadTokens(reading: Reading): Unread[] {
  const { tokens, matches } = reading;
  const known = new Set<number>();
  const tender = new Set<number>();
  const covered: Match[] = [];
  for (const match of matches) {
    const { meaning, start } = match;
    const isPrivate = meaning.kind === 'term' && PRIVATE.has(meaning.finding.detail);
    if (isPrivate && !isSceneOf(tokens, matches, match)) tender.add(start);
    else covered.push(match);
  }
  for (const { start, end } of covered) {
    for (let at = start; at < end; at++) {
      // `gay street` is a name, `gay` alone is told of somebody.
      tender.delete(at);
      if (!READ[tokens.words[at] as number]) known.add(at);
    }
  }
  const unread: Unread[] = [];
  let names = 0;
  for (let at = 0; at < tokens.words.length; at++) {
    const id = tokens.words[at] as number;
    if (READ[id] && !tender.has(at)) continue;
    if (tender.has(at)) unread.push({ at, isLight: false, isPrivate: !isTheCases(reading, at) });
    else if (!known.has(at)) {
      const word = wordAt(reading, at);
      if (isUnderstood(word) || word.length < 2 || /[0-9]/.test(word) || isNeeded(reading, at)) continue;
      const isName = isWritten(reading, at) || (id === 0 && isInNameFrameAt(reading, at));
      if ((isName && ++names <= MOST_NAMES) || (id === 0 && isUnderstoodMistyped(word))) continue;
      unread.push({ at, isLight: LIGHT.has(word), isPrivate: false });
    }
  }
  return unread;
}

/** Whether from the one on too many stand too close together. */
function isCrowded(unread: readonly Unread[], index: number): boolean {
  const { at, isLight } = unread[index] as Unread;
  const within = unread.slice(index + 1, index + 3).filter((next) => next.at - at < STRETCH);
  return within.length > 1 || within.some((next) => !(isLight && next.isLight));
}

/** Whether of the clause around a token, which tells no event, no more is understood than is not: `stolen car, is not a national`. */
function isForeignClause(sentences: readonly number[], unread: readonly Unread[], at: number): boolean {
  const clause = sentences[at] as number;
  const first = sentences.indexOf(clause);
  const length = sentences.lastIndexOf(clause) + 1 - first;
  const strange = unread.filter((one) => sentences[one.at] === clause).length;
  return strange * 2 >= length;
}

const OTHER_LETTERS = /[\u0250-\u{3ffff}]/u;
const LETTER = /\p{L}/u;
const WORD = /[a-z\u0250-\u{3ffff}]+/gu;

function foreignWords({ field, text }: Reading): FoundWords[] {
  if (!OTHER_LETTERS.test(text)) return [];
  return [...text.matchAll(WORD)]
    .filter(({ 0: words }) => OTHER_LETTERS.test(words) && LETTER.test(words))
    .slice(0, MOST_NAMED)
    .map(({ 0: words, index }) => ({ field, words, start: index, end: index + words.length }));
}

const held = (detail: string, found: readonly FoundWords[]): Finding => ({
  ...{ code: 'narrative_unread', effect: 'review', detail, found },
});

/** A person reads what stands in letters that are not Latin: whether it says anything, nobody here can tell. */
export function findOtherScript(reading: Reading): Finding | null {
  const foreign = foreignWords(reading);
  return foreign.length > 0 ? held('other_script', foreign) : null;
}

const OTHER_WORD = /[\p{Script=Cyrillic}\p{Script=Greek}]{4,}/u;

/** `убийство` folds to letters that look Latin, of which no word is read: so the text as it was typed is asked. */
export function findOtherAlphabet(field: string, raw: string): Finding | null {
  const word = OTHER_WORD.exec(raw);
  if (word === null) return null;
  const { 0: words, index: start } = word;
  return held('other_script', [{ field, words, start, end: start + words.length }]);
}

/** The finding about what is not understood in a narrative that states an event, or null. */
export function findUnread(reading: Reading): Finding | null {
  const foreign = findOtherScript(reading);
  if (foreign !== null) return foreign;
  const unread = unreadTokens(reading);
  const { field, text, tokens } = reading;
  const { sentences } = tokens;
  const events = reading.matches.filter(({ meaning }) => meaning.kind === 'event');
  const told = new Set(events.map(({ start }) => sentences[start] as number));
  const crowded = unread.findIndex(
    ({ at, isPrivate }, index) =>
      isCrowded(unread, index) ||
      (!told.has(sentences[at] as number) && (isPrivate || isForeignClause(sentences, unread, at))),
  );
  if (crowded === -1) return null;
  const found = unread.slice(crowded, crowded + MOST_NAMED).map(({ at }) => {
    const [start, end] = [tokens.starts[at] as number, tokens.ends[at] as number];
    return { field, words: text.slice(start, end), start, end };
  });
  return held('unfamiliar_words', found);
}
