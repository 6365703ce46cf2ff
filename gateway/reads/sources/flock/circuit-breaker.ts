/**
 * Spares a service that fails: after some failures in a row nothing is asked for a while, then one request at a time
 * tries whether it is back.
 */

export interface BreakerOptions {
  /** Failures in a row after which it rests. */
  readonly failures: number;
  /** Ms of the first rest; each one that leads to another failure doubles it, up to `longestRest`. */
  readonly rest: number;
  readonly longestRest: number;
  /** Monotonic, ms. */
  readonly now: () => number;
}

/** The outcome of a request. `unknown`: it was given up, which says nothing of the service. */
export type Tried = 'succeeded' | 'failed' | 'unknown';

export class CircuitBreaker {
  readonly #options: BreakerOptions;
  #failures = 0;
  #rest: number;
  /** Null while it does not rest. */
  #restsUntil: number | null = null;
  #isTrying = false;

  constructor(options: BreakerOptions) {
    this.#options = options;
    this.#rest = options.rest;
  }

  /** Milliseconds until a request may be sent; 0 where one may be now, even if only as a trial. */
  get restsFor(): number {
    return this.#restsUntil === null ? 0 : Math.max(0, this.#restsUntil - this.#options.now());
  }

  /** Admits a request, whose outcome is then told once; null where it may not be sent now. */
  admit(): ((tried: Tried) => void) | null {
    if (this.#restsUntil === null) return (tried) => this.#settle(tried);
    if (this.restsFor > 0 || this.#isTrying) return null;
    this.#isTrying = true;
    return (tried) => {
      this.#isTrying = false;
      this.#settle(tried);
    };
  }

  #settle(tried: Tried): void {
    const { failures, longestRest, now, rest } = this.#options;
    if (tried === 'unknown') return;
    if (tried === 'succeeded') {
      this.#failures = 0;
      this.#rest = rest;
      this.#restsUntil = null;
      return;
    }
    this.#failures += 1;
    // Requests that were under way when the rest began do not make it longer.
    if (this.#failures < failures || this.restsFor > 0) return;
    if (this.#restsUntil !== null) this.#rest = Math.min(longestRest, this.#rest * 2);
    this.#restsUntil = now() + this.#rest;
  }
}
