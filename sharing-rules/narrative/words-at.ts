/** The listed words at a place of a text, read from the letter trie. */
import { DEAD, SYMBOLS, symbolOf } from '../text/letter-trie.ts';
import { TRIE } from './lexicon.ts';

/** Words that begin at `from`, the shortest first. The text is of letters a–z and digits. Linear: the trie ends the walk. */
export function wordsAt(text: string, from: number): number[] {
  const found: number[] = [];
  let node = 0;
  for (let at = from; at < text.length && node !== DEAD; at++) {
    node = TRIE.next[node * SYMBOLS + symbolOf(text.charCodeAt(at))] as number;
    const id = TRIE.word[node] as number;
    if (id > 0) found.push(id);
  }
  return found;
}
