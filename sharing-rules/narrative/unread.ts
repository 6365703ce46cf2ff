/**
 * Beside an event, words that seldom tell of a case are weighed, and held for a person where they weigh too much
 * together, since no list knows every way to say what is forbidden. No weight is negative, so no word
 * makes up for another; only a crime told in the same clause makes its words lighter.
 */
import type { Finding } from '../terms/decision.ts';
import { findOtherScript, MOST_NAMED, unreadFinding } from './context/other-script.ts';
import { HELD_FROM, isStrange, type LookedUpWord, UNKNOWN_WEIGHT, weightOf } from './context/word-weights.ts';
import { isInNameFrame } from './context/written-names.ts';
import type { Reading } from './find-terms.ts';
import { findWord, LEMMAS, ROLES, type Role, WORDS } from './lexicon.ts';
import { isSceneOf } from './scene.ts';
import { isUnderstood, isUnderstoodMistyped } from './understood.ts';
import understood from './vocabulary/understood-words.json' with { type: 'json' };

/** Weights are added up within so many words: a long story may hold as much more as it is longer. */
const STRETCH = 24;
/** Words of wanting and knowing: no capital makes a name of them. */
const NO_NAMES: ReadonlySet<string> = new Set(understood.noNames.split(' '));
/** Of those that are named, each is at least so heavy beside the heaviest. */
const NAMED_BESIDE = 0.25;

const READ_ROLES: ReadonlySet<Role> = new Set<Role>(['listed', 'rank', 'investigation', 'name']);
/** By word id: whether the lists know it from investigations. */
const READ: readonly boolean[] = WORDS.map(
  (word, id) =>
    READ_ROLES.has(ROLES[id] as Role) || word.length === 1 || /[0-9]/.test(word) || isUnderstood(word),
);

/**
 * Belief, health and assembly are not part of most crimes: each weighs at least as much as an unknown word. In a clause
 * that tells no crime each is held alone, but houses of worship and public events weigh half of that.
 */
const PRIVATE: ReadonlySet<string> = new Set([
  ...['religion', 'health_care_context', 'gender_or_orientation', 'public_gathering'],
]);
const PLACES_AND_EVENTS: ReadonlySet<string> = new Set(understood.placesAndEvents.split(' '));

const AT_PLACE = /\b(?:at|near|past|outside|behind|inside|by|from|of) (?:the|a|an) $/;
/** Names that are taken on trust; two more are too many. */
const MOST_NAMES = 3;
const FURTHER_NAME = HELD_FROM / 2;

function isInNameFrameAt({ text, tokens }: Reading, at: number): boolean {
  return isInNameFrame(text, tokens.starts[at] as number, tokens.ends[at] as number);
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
  return text.slice(tokens.starts[at], tokens.ends[at]).replaceAll("'", '');
}

/** `Kowalczyk` by its capital; a word that the lists know only where it stands beside another: `Planned Spaces`. */
function isWritten(reading: Reading, at: number): boolean {
  const { tokens } = reading;
  const word = wordAt(reading, at);
  const isTitled = (one: string) => reading.capitals().has(one);
  const isBeside = (other: number) =>
    tokens.sentences[other] === tokens.sentences[at] && isTitled(wordAt(reading, other));
  const isNameable = !NO_NAMES.has(word) && isTitled(word);
  return isNameable && (tokens.words[at] === 0 || isBeside(at - 1) || isBeside(at + 1));
}

/** `need veh leaving`, `find the truck`: what every query is for. */
const NEED: ReadonlySet<string> = new Set(['need', 'needs', 'find']);
const NEEDED: ReadonlySet<number> = new Set(
  ['vehicle', 'plate', 'direction', 'route', 'path'].map((word) => LEMMAS[findWord(word)] as number),
);

function isNeeded(reading: Reading, at: number): boolean {
  const { lemmas, sentences } = reading.tokens;
  const isFollowed = NEEDED.has(lemmas[at + 1] as number) || NEEDED.has(lemmas[at + 2] as number);
  return isFollowed && sentences[at] === sentences[at + 1] && NEED.has(wordAt(reading, at));
}

/** A word that may point away from a case. */
export interface WordToWeigh {
  /** The token. */
  readonly at: number;
  /** In no list, and no typing error of a word that is understood. */
  readonly isUnknown: boolean;
  /** It weighs at least this, whatever was learned: a word of belief, health or assembly, or one name too many. */
  readonly least: number;
  /** Its clause tells no crime. */
  readonly isApart: boolean;
}

/** The clauses that tell a crime. */
function clausesOfCrimes({ matches, tokens: { sentences } }: Reading): ReadonlySet<number> {
  const told = new Set<number>();
  for (const { meaning, start } of matches)
    if (meaning.kind === 'event') told.add(sentences[start] as number);
  return told;
}

/** Tokens that are read otherwise, as events, terms or names; and those of belief, health or assembly, which are weighed. */
function readOtherwise({ matches, tokens }: Reading): {
  covered: Uint8Array;
  ofPrivate: ReadonlySet<number>;
} {
  const covered = new Uint8Array(tokens.words.length);
  const ofPrivate = new Set<number>();
  for (const match of matches) {
    const { meaning, start, end } = match;
    const isPrivate = meaning.kind === 'term' && PRIVATE.has(meaning.finding.detail);
    if (isPrivate && !isSceneOf(tokens, matches, match)) ofPrivate.add(start);
    else covered.fill(1, start, end);
  }
  return { covered, ofPrivate };
}

/**
 * The words of a text that are weighed; names in a name's frame are not, up to a few, nor what is read as an event or a term.
 * @param isWeighed whether a listed word is to be weighed, by its id; default: all are
 */
export function wordsToWeigh(
  reading: Reading,
  isWeighed: (id: number) => boolean = () => true,
): WordToWeigh[] {
  const { sentences, words } = reading.tokens;
  const { covered, ofPrivate } = readOtherwise(reading);
  const told = clausesOfCrimes(reading);
  const toWeigh: WordToWeigh[] = [];
  const isApart = (at: number) => !told.has(sentences[at] as number);
  const add = (at: number, isUnknown: boolean, least: number) => {
    toWeigh.push({ at, isUnknown, isApart: isApart(at), least });
  };
  const leastOfPrivate = (at: number) => {
    if (!isApart(at)) return UNKNOWN_WEIGHT;
    return PLACES_AND_EVENTS.has(wordAt(reading, at)) ? HELD_FROM / 2 : HELD_FROM;
  };
  let names = 0;
  for (let at = 0; at < words.length; at++) {
    const id = words[at] as number;
    if (ofPrivate.has(at)) {
      if (!isTheCases(reading, at)) add(at, false, leastOfPrivate(at));
    } else if (READ[id]) {
      if (covered[at] === 0 && isWeighed(id) && !isNeeded(reading, at)) add(at, false, 0);
    } else if (covered[at] === 0 && !isNeeded(reading, at)) {
      const word = wordAt(reading, at);
      if (word.length < 2 || /[0-9]/.test(word)) continue;
      const isKnown = isUnderstood(word);
      const isName = !isKnown && (isWritten(reading, at) || (id === 0 && isInNameFrameAt(reading, at)));
      if ((isName && ++names <= MOST_NAMES) || (!isKnown && id === 0 && isUnderstoodMistyped(word))) continue;
      add(at, !isKnown, isName ? FURTHER_NAME : 0);
    }
  }
  return toWeigh;
}

/** A weighed word as the weights know it: as it is listed, else as it is written. */
export function lookedUpWord(reading: Reading, { at, isApart, isUnknown }: WordToWeigh): LookedUpWord {
  return { isApart, isUnknown, word: WORDS[reading.tokens.words[at] as number] || wordAt(reading, at) };
}

/** By word id: most words are listed, and need not be looked up. */
const listedWeights = (isApart: boolean): readonly number[] =>
  WORDS.map((word) => weightOf({ word, isUnknown: false, isApart }));
const WEIGHTS = listedWeights(false);
const WEIGHTS_APART = listedWeights(true);

const weighs = (id: number) => (WEIGHTS_APART[id] as number) > 0;

interface WeighedWord extends WordToWeigh {
  readonly weight: number;
}

function weightAt(reading: Reading, one: WordToWeigh): number {
  const id = reading.tokens.words[one.at] as number;
  const listed = one.isApart ? WEIGHTS_APART : WEIGHTS;
  const weight = one.isUnknown || id === 0 ? weightOf(lookedUpWord(reading, one)) : (listed[id] as number);
  return Math.max(one.least, weight);
}

function weightsIn(reading: Reading): WeighedWord[] {
  return wordsToWeigh(reading, weighs).map((one) => Object.assign(one, { weight: weightAt(reading, one) }));
}

/** The first stretch of words that weighs too much. */
function heavyStretch(weights: readonly WeighedWord[]): readonly WeighedWord[] {
  let sum = 0;
  let from = 0;
  for (const [index, { at, weight }] of weights.entries()) {
    sum += weight;
    for (; (weights[from] as WeighedWord).at <= at - STRETCH; from++)
      sum -= (weights[from] as WeighedWord).weight;
    if (sum >= HELD_FROM) return weights.slice(from, index + 1);
  }
  return [];
}

/** Two strange words or more that are at least half of a clause without a crime: `stolen car, meine Exfrau`. */
function strangeClause(reading: Reading, weights: readonly WeighedWord[]): readonly WeighedWord[] {
  const { sentences } = reading.tokens;
  const strange = weights.filter(
    (one) => one.isUnknown && one.isApart && isStrange(lookedUpWord(reading, one)),
  );
  for (const clause of new Set(strange.map(({ at }) => sentences[at]))) {
    const within = strange.filter(({ at }) => sentences[at] === clause);
    const length = sentences.lastIndexOf(clause as number) + 1 - sentences.indexOf(clause as number);
    if (within.length > 1 && within.length * 2 >= length) return within;
  }
  return [];
}

/** The heaviest, as they stand in the text; what is light beside them explains nothing. */
function named(weights: readonly WeighedWord[]): readonly WeighedWord[] {
  const heaviest = [...weights].sort((a, b) => b.weight - a.weight).slice(0, MOST_NAMED);
  const least = (heaviest[0] as WeighedWord).weight * NAMED_BESIDE;
  return weights.filter((one) => one.weight >= least && heaviest.includes(one));
}

/** The finding about what is not understood in a narrative that states an event, or null. */
export function findUnread(reading: Reading): Finding | null {
  const foreign = findOtherScript(reading);
  if (foreign !== null) return foreign;
  const { field, text, tokens } = reading;
  const weights = weightsIn(reading);
  const heavy = [heavyStretch(weights), strangeClause(reading, weights)].find((words) => words.length > 0);
  if (heavy === undefined) return null;
  const found = named(heavy).map(({ at }) => {
    const [start, end] = [tokens.starts[at] as number, tokens.ends[at] as number];
    return { field, words: text.slice(start, end), start, end };
  });
  return unreadFinding('unfamiliar_words', found);
}
