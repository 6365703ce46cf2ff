/** Shows a sentence that stands as Markdown in a declaration: what stands in backquotes is code. */

export function inCode(text: string) {
  return text.split('`').map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));
}
