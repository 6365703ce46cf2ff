/**
 * Counts the steps of loops: a change that makes one endless is noticed by what it does, not by the clock, so the
 * answer is the same on a busy machine.
 */
import type { Node } from './node-changes.ts';
import { parse, walk } from './syntax-tree.ts';

/** What a compiled module calls in each step of each of its loops. */
export const STEP = '$step';

const LOOP = /^(For|While|DoWhile).*Statement$/;

/** The text with a call of `STEP` at the beginning of the body of each loop; no line moves. */
export function callSteps(source: string): string {
  const { body, cut } = parse(source);
  const additions: { readonly at: number; readonly text: string }[] = [];
  walk(body, (node) => {
    if (LOOP.test(node.type)) {
      const { type, span } = node.body as Node;
      if (type === 'BlockStatement') additions.push({ at: span.start + 1, text: `${STEP}();` });
      else additions.push({ at: span.start, text: `{${STEP}();` }, { at: span.end, text: '}' });
    }
    return true;
  });
  let rest = source;
  let counted = '';
  // From behind, so that the places before stay where they are.
  for (const { at, text } of additions.sort((a, b) => b.at - a.at)) {
    const [before] = cut(at);
    counted = text + rest.slice(before.length) + counted;
    rest = before;
  }
  return rest + counted;
}

/** Throws in each step above the limit, so that no `catch` in between helps. */
export class StepCounter {
  #steps = 0;
  #limit = Number.POSITIVE_INFINITY;

  readonly step = (): void => {
    this.#steps += 1;
    if (this.#steps > this.#limit) throw new Error('a loop takes too many steps');
  };

  /** Counts from 0 again. */
  begin(limit: number): void {
    this.#steps = 0;
    this.#limit = limit;
  }

  get steps(): number {
    return this.#steps;
  }

  get isExceeded(): boolean {
    return this.#steps > this.#limit;
  }
}
