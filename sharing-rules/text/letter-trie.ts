/** A trie of letters: it knows every word that it was built from, and at each letter whether one can still follow. */

/** Letters a–z are 0–25, digits 26–35. */
export const SYMBOLS = 36;

/** The node that stands for "no word begins like this"; no way leads out of it. */
export const DEAD = 0;

/** The node where words start. */
export const START = 1;

/** The number of nodes that sixteen bits can tell apart. */
const MOST_NODES = 0x1_0000;

/** Returns the index of a letter a–z or a digit among the trie's symbols. */
export function symbolOf(unit: number): number {
  return unit >= 97 ? unit - 97 : unit - 22;
}

export interface LetterTrie {
  /** `next[node * SYMBOLS + symbol]`: the node after a symbol. */
  readonly next: Uint16Array;
  /** The number of the word that ends at a node, 0 if none does. */
  readonly word: Uint16Array;
}

/** Numbers the words by their place in the list, whose first item is a blank for "no word". @throws Error for a word that it cannot keep */
export function buildTrie([, ...words]: readonly string[]): LetterTrie {
  const next = new Uint16Array(MOST_NODES * SYMBOLS);
  const word = new Uint16Array(MOST_NODES);
  let nodes = START + 1;
  for (const [index, letters] of words.entries()) {
    if (!/^[a-z0-9]+$/.test(letters))
      throw new Error(`word \`${letters}\` has a character that is folded away`);
    let node = START;
    for (let at = 0; at < letters.length; at++) {
      const slot = node * SYMBOLS + symbolOf(letters.charCodeAt(at));
      if (next[slot] === DEAD) next[slot] = nodes++;
      node = next[slot] as number;
    }
    if (nodes > MOST_NODES) throw new Error('the word lists have outgrown the trie');
    word[node] = index + 1;
  }
  return { next, word };
}
