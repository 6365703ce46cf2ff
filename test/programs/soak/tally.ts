/** How long what is asked takes, and what failed, by its status. */
import { quantile } from '../bench/support/quantile.ts';

/** Asked often enough for quantiles. */
const TIMED = ['query', 'revoke', 'page'];

export class Tally {
  #times = new Map<string, number[]>();
  readonly #failures = new Map<string, number>();
  readonly #answered = new Map<string, number>();

  /**
   * @param what e.g. `query`
   * @param due ms of `performance.now()` from which its time counts
   */
  async measure<T extends { readonly status: number }>(
    what: string,
    ask: () => Promise<T>,
    due = performance.now(),
  ): Promise<T | null> {
    const answer = await ask().catch((error: Error) => {
      this.fail(what, error.name);
      return null;
    });
    if (answer === null) return null;
    if (answer.status < 200 || answer.status > 299) {
      this.fail(what, String(answer.status));
      return null;
    }
    const times = this.#times.get(what) ?? [];
    times.push(performance.now() - due);
    this.#times.set(what, times);
    this.#answered.set(what, (this.#answered.get(what) ?? 0) + 1);
    return answer;
  }

  fail(what: string, how: string): void {
    const name = `${what} ${how}`;
    this.#failures.set(name, (this.#failures.get(name) ?? 0) + 1);
  }

  /** Quantiles since it was last asked. */
  takeLatencies(): Record<string, number> {
    const all = TIMED.flatMap((what) => {
      const times = this.#times.get(what);
      if (times === undefined) return [];
      const sorted = times.sort((a, b) => a - b);
      return [
        [`${what} p50`, quantile(sorted, 0.5)],
        [`${what} p99`, quantile(sorted, 0.99)],
      ];
    });
    this.#times = new Map();
    return Object.fromEntries(all);
  }

  get failures(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#failures);
  }

  get answered(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#answered);
  }
}
