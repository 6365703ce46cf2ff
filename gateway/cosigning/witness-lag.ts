/**
 * For how long the newest entries have been without a quorum of witnesses. One truth value is kept, so that the commit
 * reads it at no cost.
 */
export interface LagOptions {
  /** Ms above which nothing is released; 0: whatever it is, releases go on. */
  readonly most: number;
  /** Monotonic, ms. */
  readonly now: () => number;
}

export class WitnessLag {
  readonly #options: LagOptions;
  /** Everything before this moment is cosigned. Nobody knows what was not while no node ran. */
  #asOf = Number.NEGATIVE_INFINITY;
  #cosigned = 0;
  #size: number | null = null;
  #isLate: boolean;

  constructor(options: LagOptions) {
    this.#options = options;
    this.#isLate = options.most > 0;
  }

  /** Whether releases must wait, as of the last look. */
  get isLate(): boolean {
    return this.#isLate;
  }

  /** In ms. */
  get now(): number {
    return this.#size !== null && this.#size <= this.#cosigned ? 0 : this.#options.now() - this.#asOf;
  }

  /** A quorum has cosigned the head of this size. @param at when that was the newest head */
  cosigned(size: number, at: number): void {
    if (size <= this.#cosigned) return;
    this.#cosigned = size;
    this.#asOf = Math.max(this.#asOf, at);
    this.look(this.#size);
  }

  /** To be called often. @param size of the log, as this node has seen it; null: it has seen none yet */
  look(size: number | null): void {
    this.#size = size;
    if (size !== null && size <= this.#cosigned) this.#asOf = this.#options.now();
    this.#isLate = this.#options.most > 0 && this.now > this.#options.most;
  }
}
