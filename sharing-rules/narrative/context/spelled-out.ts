/** What somebody says that a word means: `ERO = emergency risk order`, `detainer? no, retainer`, `ERO? meant EPO`. */
import type { Clause } from './clause-around.ts';
import { isWanted } from './requested.ts';

const ABBREVIATION = /^[a-z]{2,5}$/;
const EQUALS = /^ *= *\w/;
/** A question that is answered with no. */
const ANSWERED = /^(?:'|\)|")? *\?+ *(?:no|nope|meant|typo)\b/;
/** Characters behind the word. */
const REACH = 16;

/** Not where somebody wants it: in `find him for ICE = removal` the words mean what they say. */
export function isSpelledOut(text: string, start: number, end: number, clause: Clause): boolean {
  const behind = text.slice(end, end + REACH);
  const isAbbreviation = ABBREVIATION.test(text.slice(start, end));
  return (ANSWERED.test(behind) || (isAbbreviation && EQUALS.test(behind))) && !isWanted(clause);
}
