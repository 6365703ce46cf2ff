/** Limits how often a page may check by itself what an officer types: each check is an entry of the log. */
import type { Options, Store } from 'express-rate-limit';
import { PageProblem } from '../serve/problem.ts';

/** Finds the store that counts requests for a limit's name, for all workers behind one port together. */
export type CountsOf = (limit: string) => Store;

/** A little less than pages wait between two checks, ms: a request may be under way for longer than the next one. */
const BETWEEN = 8_000;
const HOUR = 3_600_000;
/** The most in an hour. */
const MOST = 60;

export class TypedChecks {
  readonly #close: Store;
  readonly #hour: Store;

  constructor(countsOf: CountsOf) {
    this.#close = opened(countsOf('typed-checks'), BETWEEN);
    this.#hour = opened(countsOf('typed-checks-hour'), HOUR);
  }

  /** @throws PageProblem (429) where there were too many; what cannot be counted is not done */
  async count(personId: string): Promise<void> {
    const close = await this.#close.increment(personId);
    if (close.totalHits > 1) throw tooMany('one in ten seconds');
    const hour = await this.#hour.increment(personId);
    if (hour.totalHits > MOST) throw tooMany(`${MOST} in an hour`);
  }
}

function opened(store: Store, windowMs: number): Store {
  store.init?.({ windowMs } as Options);
  return store;
}

function tooMany(what: string): PageProblem {
  const detail = `nothing was checked: a page checks by itself at most ${what}. Press Check when you are done`;
  return new PageProblem({ status: 429, detail, reasons: [], members: {} });
}
