/** Prohibited words with letters of no word around them: `xximmigrationxx`, `stolenforicedetainerq`. */
import { DEAD, LEMMAS, PHRASES, SYMBOLS, TRIE_NEXT, TRIE_WORD, WORDS } from './lexicon.ts';

/** Shorter ones stand in honest words: `ice` in `police`. */
const SHORTEST = 6;
const GRAVE: ReadonlySet<string> = new Set(['narrative_immigration', 'narrative_protected_health']);

const HIDEABLE: ReadonlySet<number> = new Set(
  WORDS.flatMap((word, id): number[] => {
    const meanings = id === 0 ? [] : (PHRASES[LEMMAS[id] as number]?.meanings ?? []);
    const isGrave = meanings.some(
      (meaning) =>
        meaning.kind === 'term' && meaning.finding.effect === 'deny' && GRAVE.has(meaning.finding.code),
    );
    return isGrave && word.length >= SHORTEST ? [id] : [];
  }),
);

/** Those inside a word of letters, the shortest at each place. Linear: the trie ends every walk. */
export function hiddenWords(word: string): number[] {
  const found: number[] = [];
  for (let start = 0; start + SHORTEST <= word.length; start++) {
    let node = 0;
    for (let at = start; at < word.length; at++) {
      node = TRIE_NEXT[node * SYMBOLS + word.charCodeAt(at) - 97] as number;
      if (node === DEAD) break;
      const id = TRIE_WORD[node] as number;
      if (!HIDEABLE.has(id)) continue;
      found.push(id);
      break;
    }
  }
  return found;
}
