/** Reads words that were typed letter by letter: `I.C.E.`, `h s i`, `d-e-p-o-r-t`, `1 C E`. */
import { findWord, LEMMAS, phrases, ROLES, WORDS, wordsAt } from './lexicon.ts';
import { unleet } from './read-mixed.ts';
import { emit, isTelling, type Tokens } from './tokens.ts';

/** The length from which telling words count wherever they stand in a run. */
const TELLING = 3;

/** The title in `2 8 U.S. Code`: it stands before the letters, whatever it counts with what is before it. */
const TITLE = findWord('8');

const lengthOf = (id: number) => (WORDS[id] as string).length;

function readRun(tokens: Tokens, letters: string, isWritten: boolean): void {
  let [from, covered] = [0, 0];
  for (let at = 0; at < letters.length; at++) {
    const found = wordsAt(letters, at).filter((id) => ROLES[id] !== 'stop');
    const longest = found.at(-1) ?? findWord(letters.charAt(at));
    const open = at >= covered;
    if (open) {
      emit(tokens, longest, isWritten);
      from = at;
      covered = at + Math.max(1, lengthOf(longest));
    } else if (letters.charAt(at) === '8' && letters.charAt(at + 1) > '9') emit(tokens, TITLE);
    for (const id of found) {
      // A word inside one that began earlier is part of it (`ice` in `p o l i c e`). One at its very start is not:
      // letters typed behind a telling word must not hide it, nor may one letter before it: `D, I.C.E.` is not read as dice.
      const counts = open ? id !== longest : at + lengthOf(id) > covered || at === from + 1;
      if (counts && lengthOf(id) >= TELLING && isTelling(id)) emit(tokens, id, false);
    }
  }
}

/** Returns true if two words, one behind the other, begin a listed phrase. */
const leads = (first: number, second: number) =>
  phrases()[LEMMAS[first] as number]?.next?.has(LEMMAS[second] as number) === true;

const isDigit = (sign: string) => sign < 'a';

/**
 * Appends the words that a run of single characters makes. Those at its edges are words of their own too, where they
 * belong to what stands beside it: `Assault 2 8 USC`, `Title 8 2 subjects`.
 *
 * @param next the listed word behind, 0 where there is none
 */
export function joinLetters(tokens: Tokens, letters: string, next = 0): void {
  const first = findWord(letters.charAt(0));
  if (letters.length > 1 && leads(tokens.words.at(-1) ?? 0, first)) emit(tokens, first);
  if (letters.length >= TELLING) for (const plain of unleet(letters)) readRun(tokens, plain, false);
  // Written forms come last, as they stand: `x y 8` before `usc`, not `x y b`.
  // `H/R` and `b & e` are written so, `r o b b e r y` is not.
  readRun(tokens, letters, letters.length <= TELLING);
  const last = letters.charAt(letters.length - 1);
  const edge = findWord(last);
  if (!edge || !(isDigit(last) || leads(edge, next))) return;
  // The edge is read in its own place: what stands before is told of something else.
  tokens.from = tokens.to - 1;
  if (tokens.words.at(-1) === edge) tokens.starts[tokens.starts.length - 1] = tokens.from;
  else emit(tokens, edge);
}
