/** Reads words that were typed letter by letter: `I.C.E.`, `h s i`, `d-e-p-o-r-t`, `1 C E`. */
import { unleet } from './leet.ts';
import { findWord, ROLES, WORDS } from './lexicon.ts';
import { emit, isTelling, type Tokens } from './tokens.ts';
import { wordsAt } from './words-at.ts';

/** Telling words of this length count wherever they stand in a run. */
const TELLING = 3;

const lengthOf = (id: number) => (WORDS[id] as string).length;

function readRun(tokens: Tokens, letters: string): void {
  let covered = 0;
  for (let at = 0; at < letters.length; at++) {
    const found = wordsAt(letters, at).filter((id) => ROLES[id] !== 'stop');
    const longest = found.at(-1) ?? findWord(letters.charAt(at));
    const open = at >= covered;
    if (open) {
      emit(tokens, longest);
      covered = at + Math.max(1, lengthOf(longest));
    }
    for (const id of found) {
      // A word inside one that began earlier is part of it (`ice` in `p o l i c e`). One at its very start is not:
      // letters typed behind a telling word must not hide it.
      const counts = open ? id !== longest : at + lengthOf(id) > covered;
      if (counts && lengthOf(id) >= TELLING && isTelling(id)) emit(tokens, id);
    }
  }
}

/** Appends the words that a run of single characters makes. */
export function joinLetters(tokens: Tokens, letters: string): void {
  readRun(tokens, letters);
  if (letters.length < TELLING) return;
  for (const plain of unleet(letters)) readRun(tokens, plain);
}
