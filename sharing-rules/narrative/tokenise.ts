/** Cuts a normalized text into words. One pass; the letters walk the trie while they are read. */

import { DEAD, START, SYMBOLS, symbolOf } from '../text/letter-trie.ts';
import { joinLetters } from './join-letters.ts';
import { findWord, flagged, trie } from './lexicon.ts';
import { readMixed } from './read-mixed.ts';
import { correct, hiddenWords } from './spelling.ts';
import { ALIEN_NUMBER, emit, emitUnknown, isTelling, noTokens, type Tokens } from './tokens.ts';

const LETTER = 1;
const DIGIT = 2;
const SIGN = 4;
const JOINER = 8;
const SENTENCE_END = 16;
/** The class of signs that begin another thought of the same sentence. */
const TURN = 32;
const DASH = 64;
const IN_WORD = LETTER | DIGIT | SIGN | JOINER;

/** The class of each character; all without one separate words. */
const CLASSES = new Uint8Array(0x1_0000);
for (const [kind, signs] of [
  [LETTER, 'abcdefghijklmnopqrstuvwxyz'],
  [DIGIT, '0123456789'],
  [SIGN, '@$!|*'],
  [JOINER, "'"],
  [SENTENCE_END, '.,;:?\n\r'],
  [TURN, '()/="'],
  [DASH, '-'],
] as const) {
  for (const sign of signs) CLASSES[sign.charCodeAt(0)] = kind;
}

const classOf = (unit: number) => CLASSES[unit] as number;
const isInWord = (unit: number) => Boolean(classOf(unit) & IN_WORD);

/** The shortest word recognized when cut in pieces, and the most pieces before the last. */
const CUT = 6;
const PIECES = 3;
const SPACE = 32;
const ALIEN_BEGINNING = /^a[0-9]{3,7}$/;
/** The words in `A-number 123 456 789`, `A file 123456789`. */
const BEFORE_ALIEN_DIGITS = flagged(['number', 'no', 'num', 'file']);

/** Matches the `A-` of `A-number`, `A-file`, which needs no digits. */
const ALIEN_A = /(?<![a-z0-9])a-$/;
const BEHIND_ALIEN_A = flagged(['number', 'file']);

interface Scan {
  readonly text: string;
  readonly tokens: Tokens;
  /** The single characters since the last longer word. */
  singles: string;
  /** The sentence in which the last of them stood. */
  singlesSentence: number;
  /** The places where the first of them begins, and where the last ends. */
  singlesFrom: number;
  singlesTo: number;
  /** The beginnings of the words of letters just before, the nearest last. */
  readonly before: number[];
  /** The number of them since one that no list has. */
  sinceUnlisted: number;
  /** Digits since a lone `a`, not a number if there was none: A-numbers have eight or nine. */
  alienDigits: number;
}

function wordAt(text: string, start: number, end: number): string {
  return text.slice(start, end).replaceAll("'", '');
}

function isInCaseNumber(text: string, start: number, end: number): boolean {
  const before = classOf(text.charCodeAt(start - 1)) === DASH && isInWord(text.charCodeAt(start - 2));
  return before || (classOf(text.charCodeAt(end)) === DASH && isInWord(text.charCodeAt(end + 1)));
}

/** @param next the listed word behind them, if one is known */
function endSingles(scan: Scan, next = 0): void {
  const { tokens, singles } = scan;
  if (singles === '') return;
  const now = tokens.sentence;
  tokens.sentence = scan.singlesSentence;
  tokens.from = scan.singlesFrom;
  tokens.to = scan.singlesTo;
  joinLetters(tokens, singles, next);
  tokens.sentence = now;
  scan.alienDigits = singles.endsWith('a') ? 0 : Number.NaN;
  scan.singles = '';
  scan.before.length = 0;
}

/** Returns true if these singles are all: a number, a listed word, or cut by a comma; more are not theirs. */
function isWhole({ singles, singlesTo, text }: Scan, start: number): boolean {
  if (classOf(singles.charCodeAt(singles.length - 1)) === DIGIT || findWord(singles) !== 0) return true;
  return text.slice(singlesTo, start).includes(',');
}

function takeNumber({ text, tokens }: Scan, start: number, end: number, listed: number): void {
  if (isInCaseNumber(text, start, end)) tokens.inCaseNumber.add(tokens.words.length);
  emit(tokens, listed);
}

/** Returns the listed word of a stretch's letters together, 0 if there is none or it is too short. */
function joined(text: string, start: number, end: number): number {
  const { next, word } = trie();
  let node = START;
  let length = 0;
  for (let at = start; at < end && node !== DEAD; at++) {
    const unit = text.charCodeAt(at);
    if (classOf(unit) !== LETTER) continue;
    node = next[node * SYMBOLS + symbolOf(unit)] as number;
    length++;
  }
  return length < CUT ? 0 : (word[node] as number);
}

/** Finds a word cut in pieces beside them, `immi gration`, `de-por-ta-tion`, if one of them is not a word. */
function takeCutWord({ text, tokens, before, sinceUnlisted }: Scan, end: number): void {
  for (let count = Math.max(sinceUnlisted, 1); count <= Math.min(before.length, PIECES); count++) {
    tokens.from = before[before.length - count] as number;
    const id = joined(text, tokens.from, end);
    if (isTelling(id)) emit(tokens, id, false);
  }
}

function takeLetters(scan: Scan, start: number, end: number, listed: number): void {
  const { text, tokens } = scan;
  if (listed) emit(tokens, listed);
  else {
    const word = wordAt(text, start, end);
    const { ids, isForm } = correct(word);
    for (const id of ids) emit(tokens, id, isForm);
    if (ids.length === 0) emitUnknown(tokens, word);
    // A typing error that is forgiven explains no letters behind it.
    if (ids.length < 2) for (const id of hiddenWords(word)) emit(tokens, id, false);
  }
  scan.sinceUnlisted = listed ? scan.sinceUnlisted + 1 : 0;
  takeCutWord(scan, end);
  scan.before.push(start);
}

function takeWord(scan: Scan, start: number, end: number, kinds: number, listed: number): void {
  endSingles(scan, listed);
  scan.tokens.from = start;
  scan.tokens.to = end;
  if ((kinds & (LETTER | DIGIT | SIGN)) === LETTER) {
    takeLetters(scan, start, end, listed);
    if (BEHIND_ALIEN_A[listed] === 1 && ALIEN_A.test(scan.text.slice(Math.max(0, start - 3), start)))
      emit(scan.tokens, ALIEN_NUMBER);
    if (BEFORE_ALIEN_DIGITS[listed] !== 1) scan.alienDigits = Number.NaN;
    return;
  }
  scan.before.length = 0;
  if ((kinds & (LETTER | SIGN)) === 0) {
    takeNumber(scan, start, end, listed);
    scan.alienDigits += end - start;
    if (scan.alienDigits === 8 || scan.alienDigits === 9) emit(scan.tokens, ALIEN_NUMBER);
    return;
  }
  const word = wordAt(scan.text, start, end);
  // More digits may follow, as in `A123-456-789`.
  scan.alienDigits = ALIEN_BEGINNING.test(word) ? word.length - 1 : Number.NaN;
  readMixed(scan.tokens, word);
}

/** Returns the words of a text as `normalise` returns it. Never throws. */
export function tokenise(text: string): Tokens {
  const tokens = noTokens();
  const scan: Scan = {
    text,
    tokens,
    singles: '',
    singlesSentence: 0,
    singlesFrom: 0,
    singlesTo: 0,
    before: [],
    sinceUnlisted: PIECES,
    alienDigits: Number.NaN,
  };
  const { next, word } = trie();
  for (let at = 0; at < text.length; at++) {
    const first = classOf(text.charCodeAt(at));
    if ((first & (LETTER | DIGIT | SIGN)) === 0) {
      if (first === SENTENCE_END) tokens.sentence++;
      // This is so in `stolen car - my ex has it`, but not in `hit-and-run`.
      else if (first === TURN || (first === DASH && text.charCodeAt(at - 1) === SPACE)) tokens.turns++;
      continue;
    }
    const start = at;
    let kinds = 0;
    let node = START;
    let length = 0;
    for (; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      const kind = classOf(unit);
      if ((kind & IN_WORD) === 0) break;
      kinds |= kind;
      if (kind === JOINER) continue;
      length++;
      // Where a sign leads is not asked: a word with one in it is read as mixed.
      node = next[node * SYMBOLS + symbolOf(unit)] as number;
    }
    if (length > 1) takeWord(scan, start, at, kinds, word[node] as number);
    else if ((kinds & SIGN) === 0) {
      // `Assault 2, 8 USC` counts no 28, and `H/R, 8 USC` has no word `hr8`; `I. C. E.` is one word.
      if (kinds === DIGIT && scan.singlesSentence !== tokens.sentence && isWhole(scan, start))
        endSingles(scan);
      if (scan.singles === '') scan.singlesFrom = start;
      scan.singlesTo = at;
      scan.singles += wordAt(text, start, at);
      scan.singlesSentence = tokens.sentence;
    }
    // The character that ended the word may end the sentence too.
    at--;
  }
  endSingles(scan);
  return tokens;
}
