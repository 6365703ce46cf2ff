/** Finds words in other letters than Latin: nobody here can tell what they say, so a person reads them. */
import type { Finding, FoundWords } from '../terms/decision.ts';

interface Written {
  readonly field: string;
  /** The text as `normalise` returns it. */
  readonly text: string;
}

/** The most words that are named: enough to see what was meant. */
export const MOST_NAMED = 5;

const OTHER_LETTERS = /[\u0250-\u{3ffff}]/u;
const LETTER = /\p{L}/u;
const WORD = /[a-z\u0250-\u{3ffff}]+/gu;

function foreignWords({ field, text }: Written): FoundWords[] {
  if (!OTHER_LETTERS.test(text)) return [];
  return [...text.matchAll(WORD)]
    .filter(({ 0: words }) => OTHER_LETTERS.test(words) && LETTER.test(words))
    .slice(0, MOST_NAMED)
    .map(({ 0: words, index }) => ({ field, words, start: index, end: index + words.length }));
}

/** Makes a finding about what is not understood. */
export const unreadFinding = (detail: string, found: readonly FoundWords[]): Finding => ({
  ...{ code: 'narrative_unread', effect: 'review', detail, found },
});

/** Returns the finding about words in other letters, or null. */
export function findOtherScript(reading: Written): Finding | null {
  const foreign = foreignWords(reading);
  return foreign.length > 0 ? unreadFinding('other_script', foreign) : null;
}

const OTHER_WORD = /[\p{Script=Cyrillic}\p{Script=Greek}]{4,}/u;

/** Checks the text as typed: `убийство` folds to letters that look Latin, of which no word is read. */
export function findOtherAlphabet(field: string, raw: string): Finding | null {
  const word = OTHER_WORD.exec(raw);
  if (word === null) return null;
  const { 0: words, index: start } = word;
  return unreadFinding('other_script', [{ field, words, start, end: start + words.length }]);
}
