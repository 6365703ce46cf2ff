/**
 * Delays strangers once a port has refused too many of them in a second. A limit for each address stops one
 * machine; a thousand machines that each keep within it would take the thread on which partners and
 * administrators are answered.
 */

export interface StrangerAllowance {
  /** Refusals a second that the port gives without delay in the long run: about 1/30 of a core. */
  readonly perSecond: number;
  /** The number of refusals given at once after a calm. */
  readonly burst: number;
}

export const STRANGER_ALLOWANCE: StrangerAllowance = { perSecond: 100, burst: 1_000 };
/** Milliseconds; longer helps little, and a partner whose token has just expired may be among them. */
const LONGEST_PAUSE = 5_000;

/** Keeps a token bucket that may be overdrawn: the debt is what the next ones wait for. */
export class StrangerBudget {
  readonly #allowance: StrangerAllowance;
  readonly #now: () => number;
  #left: number;
  #countedAt: number;

  /** @param now ms */
  constructor(now: () => number, allowance: StrangerAllowance = STRANGER_ALLOWANCE) {
    this.#allowance = allowance;
    this.#now = now;
    this.#left = allowance.burst;
    this.#countedAt = now();
  }

  /** Counts one refusal. @returns ms that this stranger waits for the next answer; 0 while there is something left */
  spend(): number {
    const { burst, perSecond } = this.#allowance;
    const now = this.#now();
    const gained = (Math.max(0, now - this.#countedAt) * perSecond) / 1_000;
    const mostDebt = (LONGEST_PAUSE * perSecond) / 1_000;
    this.#countedAt = now;
    this.#left = Math.max(-mostDebt, Math.min(burst, this.#left + gained) - 1);
    return this.#left >= 0 ? 0 : (-this.#left / perSecond) * 1_000;
  }
}
