/** Text in lines of a width: only blanks are broken, so that ids and addresses stay whole. */

/** @param indent before each line but the first, those that the text begins itself included */
export function wrapped(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  for (const [first = '', ...words] of text.split('\n').map((line) => line.split(' '))) {
    lines.push(first);
    for (const word of words) {
      const line = lines.at(-1) as string;
      if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
      else lines.push(word);
    }
  }
  return lines.join(`\n${indent}`);
}
