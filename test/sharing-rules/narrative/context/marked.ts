/** Reasons in which the words that are asked about stand between `<` and `>`. */
import { type Clause, clauseAround } from '../../../../sharing-rules/narrative/context/clause-around.ts';
import { normalise } from '../../../../sharing-rules/text/normalise.ts';

export interface Marked {
  /** As it was typed. */
  readonly raw: string;
  /** As the rules read it. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly words: string;
  readonly clause: Clause;
}

export function marked(reason: string): Marked {
  const start = reason.indexOf('<');
  const end = reason.indexOf('>') - 1;
  const raw = reason.replace('<', '').replace('>', '');
  const text = normalise(raw);
  if (start < 0 || end < start || text.length !== raw.length) throw new Error(`not marked: ${reason}`);
  return { raw, text, start, end, words: text.slice(start, end), clause: clauseAround(text, start, end) };
}
