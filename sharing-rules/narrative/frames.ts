/**
 * Whose part an objected word tells in the story: of who wants the query, or another: whom it befell, a name or place, an
 * impostor or threat, what is denied. Only a word's own clause is asked, so that nothing written elsewhere explains it.
 * The patterns of `frames.json` are asked in their order; the first that fits tells.
 */
import type { Frame } from '../terms/decision.ts';
import { FRAMES } from '../terms/decision.ts';
import { type Around, patternOf } from './frame-patterns.ts';
import table from './vocabulary/frames.json' with { type: 'json' };
import names from './vocabulary/names.json' with { type: 'json' };

/** What ends a thought: a full stop, a comma, a bracket, a stroke, a line, a dash between spaces. */
const END = /[,.;:?!()/\n\r]| -+ /;
const UP_TO_LAST_END = new RegExp(`^[^]*(?:${END.source})`);
/** Closes what the words themselves opened: `287(g) ramp`. */
const CLOSING = /^[)\]]/;
/** As far as it is looked: a longer clause is cut. */
const REACH = 90;

interface Clause {
  /** The nearest last. */
  readonly before: readonly string[];
  /** The nearest first. */
  readonly after: readonly string[];
}

function wordsOf(text: string): string[] {
  const words = text.match(/[a-z0-9']+|@/g)?.map((word) => word.replaceAll("'", '')) ?? [];
  // A lone quotation mark is not a word: `goes by 'Ice Man'`.
  return words.filter((word) => word !== '');
}

/** Around a place of a text as `normalise` returns it; words cut by the reach are left out. */
function clauseAround(text: string, start: number, end: number): Clause {
  const before = text.slice(Math.max(0, start - REACH), start).replace(UP_TO_LAST_END, '');
  const after = text.slice(end, end + REACH).replace(CLOSING, '');
  const stop = after.search(END);
  return { before: wordsOf(before), after: wordsOf(stop === -1 ? after : after.slice(0, stop)) };
}

type Pattern = (around: Around) => boolean;

const patternsOf = (patterns: readonly string[]): readonly Pattern[] => patterns.map(patternOf);

const PARTS = table.parts.map(({ is, where }) => {
  const frame = FRAMES.find((one) => one === is);
  if (frame === undefined) throw new Error(`frames.json names no frame \`${is}\``);
  return { frame, patterns: patternsOf(where) };
});
/** From here on what the asker says of the words outweighs the patterns. */
const LAST_REQUESTER = PARTS.findLastIndex(({ frame }) => frame === 'requester');
const WANTED_BEHIND = patternsOf(table.wantedBehind);
const COLLECTED = patternsOf(table.collected);
const DENIED = patternsOf(table.parts.flatMap(({ is, where }) => (is === 'negation' ? where : [])));

const NAMES: ReadonlySet<string> = new Set(names.words.split(' '));
const NO_CAPITALS: ReadonlySet<string> = new Set();

function aroundOf(text: string, start: number, end: number): Around {
  const { before, after } = clauseAround(text, start, end);
  return { before: before.toReversed(), after, own: wordsOf(text.slice(start, end)) };
}

const some = (patterns: readonly Pattern[], around: Around) => patterns.some((fits) => fits(around));

/** Adds what the asker stated and how words are capitalized. */
export interface Hints {
  /** What the asker says it is, where she does. */
  readonly attested?: Frame | undefined;
  /** Words that are written as names, see `capitalsOf`. */
  readonly capitals?: ReadonlySet<string>;
}

/** `Marcus Ice`: it is written as a name, and stands beside another or behind a given name. */
function isWrittenAsName({ before, after, own }: Around, capitals: ReadonlySet<string>): boolean {
  const isBeside = [before[0], after[0]].some((word) => word !== undefined && capitals.has(word));
  return isBeside && own.every((word) => capitals.has(word));
}

/** `warrant for Juan Alien`: behind a given name, both written as names, and no agency of that name wants anything. */
function isSurname(around: Around, capitals: ReadonlySet<string>): boolean {
  const given = around.before[0] ?? '';
  const isName = NAMES.has(given) && capitals.has(given) && around.own.every((word) => capitals.has(word));
  return isName && !some(WANTED_BEHIND, around);
}

/** The frame of a word at a place of a text as `normalise` returns it; `none` where nothing tells. */
export function frameOf(text: string, start: number, end: number, hints: Hints = {}): Frame {
  const { attested, capitals = NO_CAPITALS } = hints;
  const around = aroundOf(text, start, end);
  const isPerson = isSurname(around, capitals);
  for (const [at, { frame, patterns }] of PARTS.entries()) {
    if (frame === 'requester' && isPerson) continue;
    if (some(patterns, around)) return frame;
    if (at === LAST_REQUESTER) {
      if (attested !== undefined) return attested;
      if (isWrittenAsName(around, capitals)) return 'name_or_place';
    }
  }
  return 'none';
}

/** Whether what stands at a place is denied by a word just before it: `no crash` tells of none. */
export function isDenied(text: string, start: number): boolean {
  return some(DENIED, { ...aroundOf(text, start, start), after: [] });
}

/** `every black male`, `all Hispanics`: a crime excuses that it is told who somebody is, not that all of a kind are. */
export function isCollected(text: string, start: number, end: number): boolean {
  return some(COLLECTED, aroundOf(text, start, end));
}
