/** Words typed without a space: `warrantservice`, `icedetainer`. */
import { WORDS } from './lexicon.ts';
import { wordsAt } from './words-at.ts';

/** Shorter words are pieces of anything. */
const SHORTEST = 3;

const lengthOf = (id: number) => (WORDS[id] as string).length;

/** Words of three letters or more that make up the whole of a word, or null. */
export function runTogether(word: string): number[] | null {
  // The last word of a partition of so many letters from the beginning; the longest word wins.
  const last = new Map<number, number>();
  for (let start = 0; start < word.length; start++) {
    if (start > 0 && !last.has(start)) continue;
    for (const id of wordsAt(word, start)) {
      const end = start + lengthOf(id);
      if (lengthOf(id) >= SHORTEST && !last.has(end)) last.set(end, id);
    }
  }
  const parts: number[] = [];
  for (let end = word.length; end > 0; ) {
    const id = last.get(end);
    if (id === undefined) return null;
    parts.unshift(id);
    end -= lengthOf(id);
  }
  return parts;
}
