/**
 * Characters that a terminal would obey, or would show as another text: escapes and other control characters,
 * and those without a shape of their own (Unicode Cc, Cf, Zl, Zp; UTS 55), bidirectional ones among them.
 * Each becomes its escape of JSON, so that JSON stays the same value.
 */
const UNSEEN = /(?!\t|\n|\r\n|\r$)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** True if `visible` would leave the text as it is. */
export const isVisible = (text: string): boolean => text.search(UNSEEN) < 0;

/** Shows text of any number of lines. */
export function visible(text: string): string {
  return text.replace(UNSEEN, escaped);
}

/** Shows text in one line, where another line would mean something else. */
export function visibleLine(text: string): string {
  return visible(text).replace(/[\n\r\t]/g, escaped);
}

function escaped(character: string): string {
  const units = character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  return units.map((unit) => `\\u${unit}`).join('');
}
