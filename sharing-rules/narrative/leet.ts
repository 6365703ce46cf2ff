/** Digits and signs typed for letters: `1CE`, `d3p0rt`, `@lien`. */

const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '2': 'z',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'g',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
};

/** What `1`, `!` and `|` may be. */
const STROKES = ['i', 'l'];

/** The readings of a word in letters alone; none if it has no letter or nothing to replace. */
export function unleet(word: string): string[] {
  let letters = 0;
  let strokes = false;
  for (const sign of word) {
    if (sign >= 'a' && sign <= 'z') letters++;
    else if (sign === '1' || sign === '!' || sign === '|') strokes = true;
  }
  if (letters === 0 || letters === word.length) return [];
  return (strokes ? STROKES : ['i']).map((stroke) => {
    let plain = '';
    for (const sign of word) plain += sign >= 'a' && sign <= 'z' ? sign : (LETTERS[sign] ?? stroke);
    return plain;
  });
}
