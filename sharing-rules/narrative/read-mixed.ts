/** Reads words in which letters stand beside digits or signs: `i247`, `459pc`, `d3portation`, `g*psy`, `8ABC123`. */
import { findWord, isTerm, meaningsOf, ROLES } from './lexicon.ts';
import { correct } from './spelling.ts';
import { ALIEN_NUMBER, emit, emitUnknown, isTelling, type Tokens } from './tokens.ts';

const AGENCY_NAME = findWord('agencyname');
const ORDINAL = findWord('ordinal');
/** The title of immigration law in `vio8 USC`, where it stands before the name of a code. */
const TITLE = findWord('8');
/** Digits and signs typed for letters: `1CE`, `d3p0rt`, `@lien`. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ '0': 'o', '2': 'z', '3': 'e', '4': 'a', '5': 's', '6': 'g', '7': 't', '8': 'b', '9': 'g' },
  ...{ '@': 'a', $: 's' },
};
const STROKES = new Set(['1', '!', '|']);

const isLetter = (sign: string) => sign >= 'a' && sign <= 'z';

/** Reads a word in letters alone; none if it has no letter or nothing to replace. A stroke is `i` or `l`. */
export function unleet(word: string): string[] {
  const signs = [...word];
  if (!signs.some(isLetter) || signs.every(isLetter)) return [];
  const strokes = signs.some((sign) => STROKES.has(sign)) ? ['i', 'l'] : ['i'];
  return strokes.map((stroke) =>
    signs.map((sign) => (isLetter(sign) ? sign : (LETTERS[sign] ?? stroke))).join(''),
  );
}

const COUNTING = /^[0-9]*(?:1st|2nd|3rd|[0-9]th)$/;
/** Matches the plural of a listed number: `title 8's`, `I-205s`. */
const SEVERAL = /^[0-9]+s$/;
const ALIEN = /^a[0-9]{8,9}$/;
/** The length of the shortest word with a digit in it that is corrected. */
const CORRECTED = 6;

const SIGNS = [...'abcdefghijklmnopqrstuvwxyz0123456789'];

/** The last of the short terms that have a sign where the star is, `i*e`; 0 if there is none. */
function starredTerm(word: string): number {
  if (word.length < 3 || word.length > 4) return 0;
  const terms = SIGNS.map((sign) => findWord(word.replace('*', sign))).filter(isTerm);
  return Math.max(0, ...terms);
}

/** Reads `g*psy`, `i*e`: a star stands for no letter or one letter; one in a letter's place is a typing error. */
function readStarred(word: string): readonly number[] {
  if (!word.includes('*')) return [];
  const exact = [findWord(word.replaceAll('*', '')), starredTerm(word)].filter(isTelling);
  return exact.length > 0 ? exact : correct(word).ids.filter(isTelling);
}

/** Returns the first reading in letters that says something. Half digits, a plate maybe, is not corrected. */
function readLeet(word: string): readonly number[] {
  for (const plain of unleet(word)) {
    const id = plain.length > 2 ? findWord(plain) : 0;
    if (id && ROLES[id] !== 'part' && ROLES[id] !== 'name') return [id];
    const letters = word.replace(/[^a-z]/g, '').length;
    if (plain.length < CORRECTED || letters * 2 < plain.length) continue;
    const near = correct(plain).ids.filter(isTelling);
    if (near.length > 0) return near;
  }
  return [];
}

/** Returns the runs of letters and of digits; signs only separate. */
function partsOf(word: string): string[] {
  return word.match(/[a-z]+|[0-9]+/g) ?? [];
}

const saysEvent = (id: number) => meaningsOf(id).some(({ kind }) => kind === 'event' || kind === 'weak');

/** Returns true for digits, which come before letters; a part is all of one kind. */
const isNumber = (part: string) => part < 'a';

/** Returns true if every part is a word or a number of its own: `459pc`; not the plates `KLM459`, `DV8`. */
function isSection(parts: readonly string[]): boolean {
  return parts.every((part) => {
    const id = findWord(part);
    if (isNumber(part)) return ROLES[id] === 'listed' || parts.length > 2;
    return part.length === 1 || (Boolean(id) && ROLES[id] !== 'part');
  });
}

function readParts(tokens: Tokens, parts: readonly string[]): void {
  const section = isSection(parts);
  for (const part of parts) {
    const id = findWord(part);
    // A number with signs around it counts, as far as it tells no crime: `@8 USC`, `#287(g)`, no `$459`.
    if (id === TITLE || (parts.length === 1 && isNumber(part))) emit(tokens, saysEvent(id) ? 0 : id);
    // Two letters are an initial of anything, unless a number that is listed stands beside them.
    else if (isNumber(part) || (part.length === 2 && !isTerm(id))) emit(tokens, section ? id : 0);
    else if (id || part.length === 1) emit(tokens, id);
    else {
      const { ids, isForm } = correct(part);
      // `CPD25` begins a case number; it does not say that another agency asks.
      for (const word of ids) emit(tokens, word === AGENCY_NAME ? 0 : word, isForm);
      if (ids.length === 0) emitUnknown(tokens, part);
    }
  }
}

/** Reads a word in which digits have a place of their own: listed, an ordinal, an A-number; else 0. */
function readWhole(word: string): number {
  if (ALIEN.test(word)) return ALIEN_NUMBER;
  const several = SEVERAL.test(word) ? findWord(word.slice(0, -1)) : 0;
  return findWord(word) || several || (COUNTING.test(word) ? ORDINAL : 0);
}

/** Appends what a mixed word stands for. */
export function readMixed(tokens: Tokens, mixed: string): void {
  let word = mixed;
  while (word.endsWith('!')) word = word.slice(0, -1);
  const whole = readWhole(word);
  const leet = whole ? [whole] : readLeet(word);
  const found = leet.length > 0 ? leet : readStarred(word);
  for (const id of found) emit(tokens, id, whole > 0);
  if (found.length === 0) readParts(tokens, partsOf(word));
}
