/** The beginning of a sentence: what the API says begins in lower case. */
export function firstUpper(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** As a sentence of its own. */
export function asSentence(text: string): string {
  return `${firstUpper(text)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
