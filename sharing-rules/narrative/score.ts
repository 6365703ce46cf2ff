/**
 * Weighs words by one learned score: beside an event, the words outside its clause are weighed, and held for
 * a person if those of one clause weigh too much together, since no list knows every way to say what is
 * forbidden. No weight is negative, and clauses are not added up, so padding neither hides nor holds.
 * `gateway/docs/how-it-judges.md` says how the weights are learned, and what they must not be used for.
 */
import type { Finding } from '../terms/decision.ts';
import type { Reading } from './find-terms.ts';
import { WORDS } from './lexicon.ts';
import { MOST_NAMED, unreadFinding } from './other-script.ts';
import frames from './vocabulary/frames.json' with { type: 'json' };
import weights from './vocabulary/word-weights.json' with { type: 'json' };

/** The weight from which words together are held. */
export const HELD_FROM = 100;
/** The weight of a word that few or none of the learned reasons have. */
export const UNKNOWN_WEIGHT: number = weights.unknown;
/** Names that are taken on trust; two more are too many. */
const MOST_NAMES = 3;
/** The least weight of a word that is named, as a share of the heaviest. */
const NAMED_BESIDE = 0.25;

const LEARNED: ReadonlyMap<string, number> = new Map(
  Object.entries(weights.words as Readonly<Record<string, string>>).flatMap(([weight, list]) =>
    list.split(' ').map((word): [string, number] => [word, Number(weight)]),
  ),
);

/** Returns true for letters and numbers, which are not weighed. */
const isLight = (word: string) => word.length < 2 || /[0-9]/.test(word);

const BEFORE_NAME: ReadonlySet<string> = new Set(frames.lists.beforeName.split(' '));
const AFTER_NAME: ReadonlySet<string> = new Set(frames.lists.nameEnds.split(' '));

/** Locates a word that is weighed: one outside the clauses that tell an event. */
export interface WordToWeigh {
  /** The token. */
  readonly at: number;
  /** The word as it is listed, else as it is written. */
  readonly word: string;
  /** It weighs at least this: a word of belief, health or assembly, or one name too many. */
  readonly least: number;
}

/** Returns the word of a token: as it is listed, else as it is written, without apostrophes. */
function wordAt({ text, tokens }: Reading, at: number): string {
  return (
    WORDS[tokens.words[at] as number] || text.slice(tokens.starts[at], tokens.ends[at]).replaceAll("'", '')
  );
}

/** The reach in characters: the words that stand before names are shorter. */
const BEFORE_REACH = 12;

function wordBefore(text: string, start: number): string {
  const near = text.slice(Math.max(0, start - BEFORE_REACH), start).trimEnd();
  return near.slice(near.lastIndexOf(' ') + 1);
}

/** Returns true if its capital or its place makes it a name: `near Zabriskie`, `Vandeputte St`. */
function isName(reading: Reading, at: number): boolean {
  const { sentences, starts, words } = reading.tokens;
  return (
    words[at] === 0 &&
    (reading.capitals().has(wordAt(reading, at)) ||
      BEFORE_NAME.has(wordBefore(reading.text, starts[at] as number)) ||
      (sentences[at + 1] === sentences[at] && AFTER_NAME.has(wordAt(reading, at + 1))))
  );
}

export function clausesOfEvents({ matches, tokens: { clauses } }: Reading): ReadonlySet<number> {
  const told = new Set<number>();
  for (const { end, meaning, start } of matches)
    if (meaning.kind === 'event') told.add(clauses[start] as number).add(clauses[end - 1] as number);
  return told;
}

/** Returns 1 for each token in a term that holds or denies, or in an event, and 2 in a noted term. */
function readOtherwise({ matches, tokens }: Reading): Uint8Array {
  const read = new Uint8Array(tokens.words.length);
  for (const { meaning, start, end } of matches) {
    const isNoted = meaning.kind === 'term' && meaning.withEvent.effect === 'note';
    if (meaning.kind !== 'weak')
      for (let at = start; at < end; at++) read[at] = isNoted && read[at] !== 1 ? 2 : 1;
  }
  return read;
}

/** Returns all words of a text but names and numbers. */
export function wordsIn(reading: Reading): string[] {
  const places = reading.tokens.words.flatMap((_, at) => (isName(reading, at) ? [] : [wordAt(reading, at)]));
  return places.filter((word) => !isLight(word));
}

/** Returns the words to weigh: no names, up to a few, nor what is read as an event or a term. */
export function wordsToWeigh(reading: Reading): WordToWeigh[] {
  const { clauses, words } = reading.tokens;
  const told = clausesOfEvents(reading);
  const read = readOtherwise(reading);
  const toWeigh: WordToWeigh[] = [];
  let names = 0;
  for (let at = 0; at < words.length; at++) {
    if (told.has(clauses[at] as number) || read[at] === 1) continue;
    const word = wordAt(reading, at);
    if (isLight(word)) continue;
    if (isName(reading, at) && ++names <= MOST_NAMES) continue;
    toWeigh.push({ at, word, least: read[at] === 2 ? UNKNOWN_WEIGHT : 0 });
  }
  return toWeigh;
}

interface WeighedWord {
  readonly at: number;
  readonly weight: number;
}

/** Finds the first clause whose words weigh too much. */
function heavyClause(weighed: readonly WeighedWord[], clauses: readonly number[]): readonly WeighedWord[] {
  let from = 0;
  let sum = 0;
  for (const [index, { at, weight }] of weighed.entries()) {
    if (clauses[at] !== clauses[(weighed[from] as WeighedWord).at]) {
      from = index;
      sum = 0;
    }
    sum += weight;
    if (sum >= HELD_FROM) return weighed.slice(from, index + 1);
  }
  return [];
}

/** Returns the heaviest, as they stand in the text; what is light beside them explains nothing. */
function named(weighed: readonly WeighedWord[]): readonly WeighedWord[] {
  const heaviest = [...weighed].sort((a, b) => b.weight - a.weight).slice(0, MOST_NAMED);
  const least = (heaviest[0] as WeighedWord).weight * NAMED_BESIDE;
  return weighed.filter((one) => one.weight >= least && heaviest.includes(one));
}

/** Reports words beside an event that weigh too much; null if none do. */
export function findUnread(reading: Reading): Finding | null {
  const { field, text, tokens } = reading;
  const weighed = wordsToWeigh(reading).map(({ at, least, word }) => ({
    at,
    weight: Math.max(least, LEARNED.get(word) ?? UNKNOWN_WEIGHT),
  }));
  const heavy = heavyClause(weighed, tokens.clauses);
  if (heavy.length === 0) return null;
  const found = named(heavy).map(({ at }) => {
    const [start, end] = [tokens.starts[at] as number, tokens.ends[at] as number];
    return { field, words: text.slice(start, end), start, end };
  });
  return unreadFinding('unfamiliar_words', found);
}
