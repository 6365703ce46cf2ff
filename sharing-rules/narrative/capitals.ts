/**
 * Finds words written as names: `Marcus Ice`, `Rita's Ice stand`. A name's capital says nothing in a text of
 * capitals, nor at the beginning of a sentence, whose end is looked for three characters before the word.
 */

/** The capital comes first: what may not stand before it is asked at capitals alone. */
const TITLED = /[A-Z](?<!(?:^|[A-Za-z']|[.!?\n\r]\s{0,2})[A-Z])[a-z]+(?:'[a-z]+)?(?![A-Za-z])/g;
const PLAIN = /(?<![A-Za-z'])[a-z]{3,}/;
const NONE: ReadonlySet<string> = new Set();

/** Returns them in lower case and without apostrophes. @param raw as it was typed */
export function capitalsOf(raw: string): ReadonlySet<string> {
  if (!PLAIN.test(raw)) return NONE;
  return new Set(raw.match(TITLED)?.map((word) => word.toLowerCase().replaceAll("'", '')));
}
