/**
 * Decides whose part an objected word tells in the story: the asker's, or another: whom it befell, a name or
 * place, an impostor or threat, what is denied. Only its own clause is read, so that nothing elsewhere
 * explains it. The patterns of `frames.json` are tried in their order; the first that fits decides.
 */
import type { Frame } from '../terms/decision.ts';
import { FRAMES } from '../terms/decision.ts';
import { type Around, patternOf } from './frame-patterns.ts';
import table from './vocabulary/frames.json' with { type: 'json' };
import names from './vocabulary/names.json' with { type: 'json' };

/** Matches the end of a thought: a full stop, comma, bracket, stroke, line, or dash between spaces. */
const END = /[,.;:?!()/\n\r]| -+ /;
const UP_TO_LAST_END = new RegExp(`^[^]*(?:${END.source})`);
/** Closes what the words themselves opened: `287(g) ramp`. */
const CLOSING = /^[)\]]/;
/** The most characters that are looked at: a longer clause is cut. */
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

/** Returns the clause around a place in a text of `normalise`; leaves out words cut by the reach. */
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
/** The part from which on what the asker says of the words outweighs the patterns. */
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
  /** The frame that the asker states, if she does. */
  readonly attested?: Frame | undefined;
  /** The words that are written as names, see `capitalsOf`. */
  readonly capitals?: ReadonlySet<string>;
}

/** Returns true for `Marcus Ice`, written as a name, beside another name or behind a given name. */
function isWrittenAsName({ before, after, own }: Around, capitals: ReadonlySet<string>): boolean {
  const isBeside = [before[0], after[0]].some((word) => word !== undefined && capitals.has(word));
  return isBeside && own.every((word) => capitals.has(word));
}

/** Returns true for `warrant for Juan Alien`: after a given name, and not an agency's that wants anything. */
function isSurname(around: Around, capitals: ReadonlySet<string>): boolean {
  const given = around.before[0] ?? '';
  const isName = NAMES.has(given) && capitals.has(given) && around.own.every((word) => capitals.has(word));
  return isName && !some(WANTED_BEHIND, around);
}

/** Returns the frame of a word at a place of a text as `normalise` returns it; `none` if nothing tells. */
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

/** Returns true if a word just before a place denies what stands there: `no crash` tells of none. */
export function isDenied(text: string, start: number): boolean {
  return some(DENIED, { ...aroundOf(text, start, start), after: [] });
}

/** Returns true for `every black male`: a crime excuses saying who somebody is, not all of a kind. */
export function isCollected(text: string, start: number, end: number): boolean {
  return some(COLLECTED, aroundOf(text, start, end));
}
