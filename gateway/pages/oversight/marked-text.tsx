/** Shows somebody's text, and marks the words in it to which the screen objects. */

interface MarkedTextProps {
  readonly text: string;
  /** The words as the screen read them: in lower case and without disguises. */
  readonly words: readonly string[];
}

/**
 * Marks what can be found in the text as it was typed. Words that were read through a disguise stand nowhere in it as
 * they are listed; the list beside the text names them.
 */
export function MarkedText({ text, words }: MarkedTextProps) {
  return (
    <p class="typed-text">
      {marked(text, words).map(({ isFound, piece }, at) => (isFound ? <mark key={at}>{piece}</mark> : piece))}
    </p>
  );
}

export interface Piece {
  readonly piece: string;
  readonly isFound: boolean;
}

/** Cuts the text where found words begin and end; of several that begin at one place it takes the longest. */
export function marked(text: string, words: readonly string[]): readonly Piece[] {
  const patterns = words
    .map((one) => one.match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((tokens) => tokens.length > 0)
    .map((tokens) => tokens.map(escaped).join('[^\\p{L}\\p{N}]+'))
    .sort((a, b) => b.length - a.length);
  if (patterns.length === 0) return [{ piece: text, isFound: false }];
  const found = new RegExp(`(?<![\\p{L}\\p{N}])(${patterns.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  // The pattern has a group, so every second piece is what was found.
  return text
    .split(found)
    .map((piece, at) => ({ piece, isFound: at % 2 === 1 }))
    .filter(({ piece }) => piece !== '');
}

function escaped(token: string): string {
  return token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
