/** The beginning of a sentence: what the API says begins in lower case. */
export function firstUpper(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Where it ends a sentence: what a person typed may have its full stop already. */
export function withFullStop(text: string): string {
  const typed = text.trimEnd();
  return /[.!?…]["'”’)]?$/.test(typed) ? typed : `${typed}.`;
}

/** As a sentence of its own. */
export function asSentence(text: string): string {
  return firstUpper(withFullStop(text));
}
