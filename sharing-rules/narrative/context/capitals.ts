/**
 * Words that are written as names are: `Marcus Ice`, `Rita's Ice stand`. A name's capital says nothing in a text of
 * capitals, nor at the beginning of a sentence.
 */

const SENTENCE = /[.!?\n\r]\s*$/;
const TITLED = /[A-Z][a-z]+(?:'[a-z]+)?(?![A-Za-z])/g;
const PLAIN = /(?<![A-Za-z'])[a-z]{3,}/;
const NONE: ReadonlySet<string> = new Set();

/** In lower case and without apostrophes. @param raw as it was typed */
export function capitalsOf(raw: string): ReadonlySet<string> {
  if (!PLAIN.test(raw)) return NONE;
  const found = new Set<string>();
  for (const { 0: word, index } of raw.matchAll(TITLED)) {
    if (/[A-Za-z']$/.test(raw.slice(Math.max(0, index - 1), index))) continue;
    const before = raw.slice(Math.max(0, index - 3), index);
    if (index > 0 && !SENTENCE.test(before)) found.add(word.toLowerCase().replaceAll("'", ''));
  }
  return found;
}
