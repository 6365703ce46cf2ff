/** The words of the clause in which something stands, before it and behind it. */

/** What ends a thought: a full stop, a comma, a bracket, a stroke, a line, a dash between spaces. */
const END = /[,.;:?!()/\n\r]| -+ /;
const UP_TO_LAST_END = new RegExp(`^[^]*(?:${END.source})`);
/** Closes what the words themselves opened: `287(g) ramp`. */
const CLOSING = /^[)\]]/;
/** As far as it is looked: a longer clause is cut. */
const REACH = 90;

export interface Clause {
  /** The nearest last. */
  readonly before: readonly string[];
  /** The nearest first. */
  readonly after: readonly string[];
}

function wordsOf(text: string): string[] {
  const words = text.match(/[a-z0-9']+|@/g)?.map((word) => word.replaceAll("'", '')) ?? [];
  // A lone quotation mark is not a word: `goes by 'Ice Man'`.
  return words.filter((word) => word !== '');
}

/** Around a place of a text as `normalise` returns it; words cut by the reach are left out. */
export function clauseAround(text: string, start: number, end: number): Clause {
  const before = text.slice(Math.max(0, start - REACH), start).replace(UP_TO_LAST_END, '');
  const after = text.slice(end, end + REACH).replace(CLOSING, '');
  const stop = after.search(END);
  return { before: wordsOf(before), after: wordsOf(stop === -1 ? after : after.slice(0, stop)) };
}
