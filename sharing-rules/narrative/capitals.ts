/**
 * Words that are written as names are: `Marcus Ice`, `Rita's Ice stand`. A name's capital says nothing in a text of
 * capitals, nor at the beginning of a sentence.
 */

const SENTENCE_ENDS: ReadonlySet<string> = new Set('.!?\n\r');
/** So far before a word the end of a sentence is looked for. */
const REACH = 3;
const TITLED = /[A-Z][a-z]+(?:'[a-z]+)?(?![A-Za-z])/g;
const PLAIN = /(?<![A-Za-z'])[a-z]{3,}/;
const NONE: ReadonlySet<string> = new Set();

const isInWord = (sign: string) =>
  (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || sign === "'";

function beginsSentence(raw: string, index: number): boolean {
  for (let at = index - 1; at >= 0 && at >= index - REACH; at--) {
    const sign = raw.charAt(at);
    if (SENTENCE_ENDS.has(sign)) return true;
    if (sign.trim() !== '') return false;
  }
  return index === 0;
}

/** In lower case and without apostrophes. @param raw as it was typed */
export function capitalsOf(raw: string): ReadonlySet<string> {
  if (!PLAIN.test(raw)) return NONE;
  const found = new Set<string>();
  for (const { 0: word, index } of raw.matchAll(TITLED)) {
    if (isInWord(raw.charAt(index - 1)) || beginsSentence(raw, index)) continue;
    const lower = word.toLowerCase();
    found.add(word.includes("'") ? lower.replaceAll("'", '') : lower);
  }
  return found;
}
