/** What somebody says that a word means: `ICE = in case of emergency`, `detainer? no, retainer`, `ERO? meant EPO`. */
import type { Clause } from './clause-around.ts';
import { isWanted } from './requested.ts';

/** Behind the word: an equals sign, or a question that is answered with no. */
const MEANT = /^(?:'|\)|")? *(?:= *\w|\?+ *(?:no|nope|not|meant|typo|means)\b)/;
const REACH = 16;

/** Only where nobody wants it by the words before: `find him for ICE = removal` is what it says. */
export function isSpelledOut(text: string, end: number, { before }: Clause): boolean {
  return MEANT.test(text.slice(end, end + REACH)) && !isWanted({ before, after: [] });
}
