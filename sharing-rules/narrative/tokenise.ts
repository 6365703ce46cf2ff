/** Cuts a normalised text into words. One pass; the letters walk the trie while they are read. */
import { joinLetters } from './join-letters.ts';
import { DEAD, findWord, SYMBOLS, symbolOf, TRIE_NEXT, TRIE_WORD } from './lexicon.ts';
import { readMixed } from './read-mixed.ts';
import { correct } from './spelling.ts';
import { ALIEN_NUMBER, emit, emitUnknown, isTelling, noTokens, type Tokens } from './tokens.ts';

const LETTER = 1;
const DIGIT = 2;
const SIGN = 4;
const JOINER = 8;
const SENTENCE_END = 16;

const CLASSES = new Uint8Array(128);
for (let unit = 97; unit < 123; unit++) CLASSES[unit] = LETTER;
for (let unit = 48; unit < 58; unit++) CLASSES[unit] = DIGIT;
for (const sign of '@$!|*') CLASSES[sign.charCodeAt(0)] = SIGN;
for (const end of '.,;:?\n\r') CLASSES[end.charCodeAt(0)] = SENTENCE_END;
CLASSES[39] = JOINER;

const SYMBOL_OF = new Uint8Array(128);
for (let unit = 48; unit < 123; unit++) SYMBOL_OF[unit] = symbolOf(unit);

const classOf = (unit: number) => (unit < 128 ? (CLASSES[unit] as number) : 0);

/** Shortest word that is recognised when it was cut in two. */
const CUT_IN_TWO = 6;
/** A-numbers have eight or nine digits. */
const ALIEN_DIGITS = [8, 9];

const HYPHEN = 45;

function isInCaseNumber(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1) === HYPHEN && classOf(text.charCodeAt(start - 2)) !== 0;
  return before || (text.charCodeAt(end) === HYPHEN && classOf(text.charCodeAt(end + 1)) !== 0);
}

/** The words of a text as `normalise` returns it. Never throws. */
export function tokenise(text: string): Tokens {
  const tokens = noTokens();
  let singles = '';
  // The word of letters before, for words cut in two; `previousEnd` 0 if there is none.
  let previousStart = 0;
  let previousEnd = 0;
  let previousListed = true;
  let alienDigits = -1;

  const endRun = () => {
    if (singles === '') return;
    if (singles.length === 1) emit(tokens, findWord(singles));
    else joinLetters(tokens, singles);
    alienDigits = singles.endsWith('a') ? 0 : -1;
    singles = '';
    previousEnd = 0;
  };

  for (let at = 0; at < text.length; ) {
    const first = classOf(text.charCodeAt(at));
    if ((first & (LETTER | DIGIT | SIGN)) === 0) {
      if (first === SENTENCE_END) tokens.sentence++;
      at++;
      continue;
    }
    const start = at;
    let kinds = 0;
    let node = 0;
    let length = 0;
    for (; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      const kind = classOf(unit);
      if ((kind & (LETTER | DIGIT | SIGN | JOINER)) === 0) break;
      kinds |= kind;
      if (kind === JOINER) continue;
      length++;
      node = kind === SIGN ? DEAD : (TRIE_NEXT[node * SYMBOLS + (SYMBOL_OF[unit] as number)] as number);
    }
    const raw = () => (kinds & JOINER ? text.slice(start, at).replaceAll("'", '') : text.slice(start, at));
    if (length === 1) {
      if ((kinds & SIGN) === 0) singles += raw();
      continue;
    }
    endRun();
    const listed = TRIE_WORD[node] as number;
    if ((kinds & (LETTER | DIGIT | SIGN)) === DIGIT) {
      if (listed > 0 && isInCaseNumber(text, start, at)) tokens.inCaseNumber.add(tokens.words.length);
      emit(tokens, listed);
      if (alienDigits >= 0) alienDigits += length;
      if (ALIEN_DIGITS.includes(alienDigits)) emit(tokens, ALIEN_NUMBER);
      previousEnd = 0;
      continue;
    }
    alienDigits = -1;
    if ((kinds & (DIGIT | SIGN)) !== 0) {
      if (listed > 0) emit(tokens, listed);
      else readMixed(tokens, raw());
      previousEnd = 0;
      continue;
    }
    if (listed > 0) emit(tokens, listed);
    else {
      const word = raw();
      const meant = correct(word);
      for (const id of meant) emit(tokens, id);
      if (meant.length === 0) emitUnknown(tokens, word);
    }
    if (previousEnd > 0 && !(listed > 0 && previousListed)) {
      const joined = (text.slice(previousStart, previousEnd) + text.slice(start, at)).replaceAll("'", '');
      const id = joined.length < CUT_IN_TWO ? 0 : findWord(joined);
      if (isTelling(id)) emit(tokens, id);
    }
    previousStart = start;
    previousEnd = at;
    previousListed = listed > 0;
  }
  endRun();
  return tokens;
}
