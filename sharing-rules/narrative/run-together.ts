/** Words typed without a space: `warrantservice`, `icedetainer`. */
import { DEAD, SYMBOLS, TRIE_NEXT, TRIE_WORD, WORDS } from './lexicon.ts';

function startsWithWord(word: string): boolean {
  let node = 0;
  for (let end = 0; end < word.length - 3; end++) {
    node = TRIE_NEXT[node * SYMBOLS + word.charCodeAt(end) - 97] as number;
    if (node === DEAD) return false;
    if (end >= 2 && TRIE_WORD[node] !== 0) return true;
  }
  return false;
}

/** Words of three letters or more that make up the whole of a word, or null. */
export function runTogether(word: string): number[] | null {
  if (!startsWithWord(word)) return null;
  // cut[i]: the last word of a partition of the first i letters, 0 if there is none; the longest word wins.
  const cut: number[] = new Array(word.length + 1).fill(0);
  for (let start = 0; start < word.length; start++) {
    if (start > 0 && cut[start] === 0) continue;
    let node = 0;
    for (let end = start; end < word.length; end++) {
      node = TRIE_NEXT[node * SYMBOLS + word.charCodeAt(end) - 97] as number;
      if (node === DEAD) break;
      const id = TRIE_WORD[node] as number;
      if (id > 0 && end - start >= 2 && cut[end + 1] === 0) cut[end + 1] = id;
    }
  }
  const parts: number[] = [];
  for (let end = word.length; end > 0; ) {
    const id = cut[end] as number;
    if (id === 0) return null;
    parts.unshift(id);
    end -= (WORDS[id] as string).length;
  }
  return parts;
}
