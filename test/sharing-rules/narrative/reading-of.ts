/** How a text is read, in words: `?` for one that nobody listed, `~` where a stop word was left out, `/` at the end of a sentence. */
import { WORDS } from '../../../sharing-rules/narrative/lexicon.ts';
import { tokenise } from '../../../sharing-rules/narrative/tokenise.ts';
import { normalise } from '../../../sharing-rules/text/normalise.ts';

/** `#` marks a number that is part of a longer one; what nobody listed follows in brackets. */
export function readingOf(text: string): string {
  const { words, sentences, afterStop, inCaseNumber, unknown } = tokenise(normalise(text));
  const read = words.map((id, index) => {
    const ends = (sentences[index] as number) - (sentences[index - 1] ?? 0);
    const word = `${afterStop[index] ? '~' : ''}${WORDS[id] || '?'}${inCaseNumber.has(index) ? '#' : ''}`;
    return `${'/ '.repeat(ends)}${word}`;
  });
  return [...read, ...(unknown.length > 0 ? [`(${unknown.join(' ')})`] : [])].join(' ');
}
