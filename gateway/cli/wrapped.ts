/** Wraps text to a width: breaks only at blanks, so that ids and addresses stay whole. */

/** @param indent goes before each line but the first, also those that the text itself begins */
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
