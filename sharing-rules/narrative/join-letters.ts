/** Reads words that were typed letter by letter: `I.C.E.`, `h s i`, `d-e-p-o-r-t`, `1 C E`. */

import { unleet } from './leet.ts';
import { DEAD, findWord, ROLES, SYMBOLS, symbolOf, TRIE_NEXT, TRIE_WORD } from './lexicon.ts';
import { emit, isTelling, type Tokens } from './tokens.ts';

/** The longest word of two characters or more that starts at `from`; `end` is exclusive. */
function longestWord(letters: string, from: number): { readonly id: number; readonly end: number } {
  let node = 0;
  let id = 0;
  let end = from;
  for (let at = from; at < letters.length; at++) {
    node = TRIE_NEXT[node * SYMBOLS + symbolOf(letters.charCodeAt(at))] as number;
    if (node === DEAD) break;
    const word = TRIE_WORD[node] as number;
    if (word > 0 && at > from && ROLES[word] !== 'stop') {
      id = word;
      end = at + 1;
    }
  }
  return { id, end };
}

function readRun(tokens: Tokens, letters: string): void {
  // A telling word inside a longer one (`ice` in `p o l i c e`) is that word's; one that only overlaps it counts.
  let covered = 0;
  for (let at = 0; at < letters.length; at++) {
    const { id, end } = longestWord(letters, at);
    if (at >= covered) {
      emit(tokens, id > 0 ? id : findWord(letters.charAt(at)));
      covered = id > 0 ? end : at + 1;
    } else if (end > covered && end - at > 2 && isTelling(id)) {
      emit(tokens, id);
    }
  }
}

/** Appends the words that a run of single characters makes. */
export function joinLetters(tokens: Tokens, letters: string): void {
  readRun(tokens, letters);
  if (letters.length < 3) return;
  for (const plain of unleet(letters)) readRun(tokens, plain);
}
