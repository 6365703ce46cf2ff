/** Reads words in which letters stand beside digits or signs: `i247`, `459pc`, `d3portation`, `g*psy`, `8ABC123`. */

import { unleet } from './leet.ts';
import { findWord, isTerm, ROLES, WORDS } from './lexicon.ts';
import { correct } from './spelling.ts';
import { ALIEN_NUMBER, emit, emitUnknown, isTelling, type Tokens } from './tokens.ts';

const AGENCY_NAME = findWord('agencyname');
const ORDINAL = findWord('ordinal');
const ORDINAL_ENDINGS = ['1st', '2nd', '3rd', ...[...'0123456789'].map((digit) => `${digit}th`)];
/** Shortest word with a digit in it that is corrected. */
const CORRECTED = 6;

const isDigit = (sign: string) => sign >= '0' && sign <= '9';
const isLetter = (sign: string) => sign >= 'a' && sign <= 'z';

/** Short terms with a star for one letter: `i*e`. */
const STARRED: ReadonlyMap<string, number> = new Map(
  WORDS.flatMap((word, id): [string, number][] =>
    word.length >= 3 && word.length <= 4 && isTerm(id)
      ? [...word].map((_, i) => [`${word.slice(0, i)}*${word.slice(i + 1)}`, id])
      : [],
  ),
);

function isAllDigits(text: string): boolean {
  for (const sign of text) if (!isDigit(sign)) return false;
  return text !== '';
}

/** `g*psy`, `i*e`: a star for one letter, or for none. */
function readStarred(word: string): number {
  const bare = findWord(word.replaceAll('*', ''));
  if (isTelling(bare)) return bare;
  const short = STARRED.get(word);
  if (short !== undefined) return short;
  // A letter that is rare enough to be a typing error wherever it stands.
  const [near] = correct(word.replaceAll('*', 'q'));
  return near !== undefined && isTelling(near) ? near : 0;
}

function readLeet(word: string): readonly number[] {
  for (const plain of unleet(word)) {
    if (![...plain].every(isLetter)) continue;
    const id = plain.length > 2 ? findWord(plain) : 0;
    if (id > 0 && ROLES[id] !== 'part' && ROLES[id] !== 'name') return [id];
    const letters = [...word].filter(isLetter).length;
    if (plain.length < CORRECTED || letters * 2 < plain.length) continue;
    const near = correct(plain).filter(isTelling);
    if (near.length > 0) return near;
  }
  return [];
}

/** The runs of letters and of digits; signs only separate. */
function partsOf(word: string): string[] {
  const parts: string[] = [];
  let kind = '';
  for (const sign of word) {
    const next = isDigit(sign) ? 'digit' : isLetter(sign) ? 'letter' : '';
    if (next !== '' && next === kind) parts.push((parts.pop() ?? '') + sign);
    else if (next !== '') parts.push(sign);
    kind = next;
  }
  return parts;
}

/** Whether every part is a word or a number of its own: `459pc` is a section, `KLM459` and `DV8` are plates. */
function isSection(parts: readonly string[]): boolean {
  return parts.every((part) => {
    const id = findWord(part);
    if (isAllDigits(part)) return ROLES[id] === 'listed' || parts.length > 2;
    return part.length === 1 || (id > 0 && ROLES[id] !== 'part');
  });
}

function readParts(tokens: Tokens, parts: readonly string[]): void {
  const section = isSection(parts);
  for (const part of parts) {
    const id = findWord(part);
    // Two letters are an initial of anything, unless a number that is listed stands beside them.
    if (isAllDigits(part) || (part.length === 2 && !isTerm(id))) emit(tokens, section ? id : 0);
    else if (id > 0 || part.length === 1) emit(tokens, id);
    else {
      const near = correct(part);
      // `CPD25` begins a case number; it does not say that another agency asks.
      for (const word of near) emit(tokens, word === AGENCY_NAME ? 0 : word);
      if (near.length === 0) emitUnknown(tokens, part);
    }
  }
}

/** A word in which digits have a place of their own: listed, an ordinal, an A-number; 0 if it is none. */
function readWhole(word: string): number {
  const listed = findWord(word);
  if (listed > 0) return listed;
  const count = word.slice(0, -2);
  if (isAllDigits(count) && ORDINAL_ENDINGS.includes(word.slice(count.length - 1))) return ORDINAL;
  const digits = word.length - 1;
  const alien = word.startsWith('a') && (digits === 8 || digits === 9) && isAllDigits(word.slice(1));
  return alien ? ALIEN_NUMBER : 0;
}

/** Appends what a mixed word stands for. */
export function readMixed(tokens: Tokens, mixed: string): void {
  let word = mixed;
  while (word.endsWith('!')) word = word.slice(0, -1);
  const whole = readWhole(word);
  if (whole > 0) {
    emit(tokens, whole);
    return;
  }
  const leet = readLeet(word);
  for (const id of leet) emit(tokens, id);
  const starred = word.includes('*') && leet.length === 0 ? readStarred(word) : 0;
  if (starred > 0) emit(tokens, starred);
  if (leet.length === 0 && starred === 0) readParts(tokens, partsOf(word));
}
