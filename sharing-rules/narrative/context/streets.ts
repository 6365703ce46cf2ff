/** Whether `federal` is Denver's Federal Boulevard: `6400 Federal`, `Federal/72`, `on Federal by the bus stop`. */

const BEFORE =
  /(?:\b\d{2,5}(?: (?:blk|block)(?: of)?)?(?: [nsew])? |\d(?:st|nd|rd|th)? ?(?:[&/@-]|and|at) ?|[&/@] ?|\b(?:ave?|st|dr|pl|blvd|rd) (?:and|at) )$/;
const BEHIND = /^ ?(?:[&/@-] ?\w| (?:and|at) (?:\d|[nsew]\b)|(?:blvd|bl|st|ave)\b)/;
/** `on Federal`, and no agency behind it. */
const ON = /\b(?:on|along|down|off|nb|sb|en|por)(?: (?:[nsew]|north|south|la))? $/;
const AGENCY =
  /^ ?(?:agent|officer|partner|task|case|warrant|hold|request|detainer|inmate|authorit|government|bureau|law|police|team|prison|probation|marshal|charge|indict|invest|list|custody|court|offense|supervis|detention|facilit)/;
const REACH = 24;

/** @param text as `normalise` returns it, in which the word stands at a place */
export function isStreet(text: string, start: number, end: number): boolean {
  if (text.slice(start, end) !== 'federal') return false;
  const behind = text.slice(end, end + REACH);
  if (AGENCY.test(behind)) return false;
  const before = text.slice(Math.max(0, start - REACH), start);
  return BEFORE.test(before) || BEHIND.test(behind) || ON.test(before);
}
