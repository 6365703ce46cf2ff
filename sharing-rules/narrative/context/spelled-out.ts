/**
 * What somebody says that a word means: `ERO = emergency risk order`, `CBP (Commerce Business Park)`, `detainer? no,
 * retainer`, `ERO? meant EPO`.
 */
import type { Clause } from './clause-around.ts';
import { isWanted } from './requested.ts';

const ABBREVIATION = /^[a-z]{2,5}$/;
const EQUALS = /^ *= *\w/;
const EQUALS_OR_BRACKET = /^ *[=(] *\w/;
/** A question that is answered with no. */
const ANSWERED = /^(?:'|\)|")? *\?+ *(?:no|nope|meant|typo)\b/;
/** Characters after an abbreviation in which the words that spell it out are looked for. */
const SPELLED_WITHIN = 60;
/** Words that may come before them. */
const SKIPPED = 3;
const SMALL: ReadonlySet<string> = new Set(['of', 'and', 'the', 'for', 'in', 'to']);
/** What the agencies' own names are made of. */
const OFFICIAL =
  /^(?:immigra|customs|enforce|border|homeland|remov|deport|citizen|naturali|patrol|detain|federal|alien)/;

/** Whether the letters are those with which the words begin, but for small ones: `in case of emergency`. */
function begins(letters: string, words: readonly string[]): boolean {
  let spelled = 0;
  for (const word of words) {
    if (spelled === letters.length) break;
    if (OFFICIAL.test(word)) return false;
    if (word.charAt(0) === letters.charAt(spelled)) spelled += 1;
    else if (!SMALL.has(word)) return false;
  }
  return spelled === letters.length;
}

/** Only by words of its own sentence. */
const SENTENCE_END = /[.;!?]/;

function isWrittenOut(letters: string, behind: string): boolean {
  const own = behind.split(SENTENCE_END)[0] as string;
  const words = own.match(/[a-z]+/g) ?? [];
  return Array.from({ length: SKIPPED + 1 }, (_, skipped) => words.slice(skipped)).some((from) =>
    begins(letters, from),
  );
}

/**
 * Whether the text says what the letters stand for. Not where somebody wants the query: in `find him for ICE = removal`
 * the words mean what they say.
 */
export function isSpelledOut(text: string, start: number, end: number, clause: Clause): boolean {
  const behind = text.slice(end);
  const word = text.slice(start, end);
  // `ICE = in case` is one listed phrase, so its letters are cut out; the words that spell them out ask for nothing.
  const letters = word.split(/ ?[=(]/)[0] as string;
  const from = start + letters.length;
  const isEqual =
    EQUALS_OR_BRACKET.test(text.slice(from)) && isWrittenOut(letters, text.slice(from, end + SPELLED_WITHIN));
  if (ABBREVIATION.test(letters) && isEqual) return !isWanted({ before: clause.before, after: [] });
  const isExplained =
    ABBREVIATION.test(word) &&
    (EQUALS.test(behind) || isWrittenOut(word, text.slice(end, end + SPELLED_WITHIN)));
  return (ANSWERED.test(behind) || isExplained) && !isWanted(clause);
}
