/** Begins a sentence: what the API says begins in lower case. */
export function firstUpper(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Adds a full stop to end a sentence, unless what a person typed has one already. */
export function withFullStop(text: string): string {
  const typed = text.trimEnd();
  return /[.!?…]["'”’)]?$/.test(typed) ? typed : `${typed}.`;
}

export function asSentence(text: string): string {
  return firstUpper(withFullStop(text));
}
