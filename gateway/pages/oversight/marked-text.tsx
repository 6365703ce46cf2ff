/** Somebody's text with the words to which the screen objects marked in it. */

interface MarkedTextProps {
  readonly text: string;
  /** As the screen read them: in lower case and without disguises. */
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

/** The text cut where found words begin and end; the longest of several that begin at one place. */
export function marked(text: string, words: readonly string[]): readonly Piece[] {
  const patterns = words
    .map((one) => one.match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((tokens) => tokens.length > 0)
    .map((tokens) => tokens.map(escaped).join('[^\\p{L}\\p{N}]+'))
    .sort((a, b) => b.length - a.length);
  if (patterns.length === 0) return [{ piece: text, isFound: false }];
  const found = new RegExp(`(?<![\\p{L}\\p{N}])(${patterns.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  // With a group, every second piece is what was found.
  return text
    .split(found)
    .map((piece, at) => ({ piece, isFound: at % 2 === 1 }))
    .filter(({ piece }) => piece !== '');
}

function escaped(token: string): string {
  return token.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
