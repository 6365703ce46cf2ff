/**
 * Measures for how long the newest entries have been without a quorum of witnesses. One truth value is kept,
 * so that the commit reads it at no cost.
 */
import { ageOf, type Clock, LONG_AGO, type Moment, momentOn } from '../faults/age.ts';

export interface LagOptions {
  /** Milliseconds above which nothing is released; 0: releases go on in any case. */
  readonly most: number;
  readonly clock: Clock;
}

export class WitnessLag {
  readonly #options: LagOptions;
  /** The moment before which everything is cosigned. Nobody knows what was not while no node ran. */
  #asOf = LONG_AGO;
  #cosigned = 0;
  #size: number | null = null;
  #isLate: boolean;

  constructor(options: LagOptions) {
    this.#options = options;
    this.#isLate = options.most > 0;
  }

  /** True if releases must wait, as of the last look. */
  get isLate(): boolean {
    return this.#isLate;
  }

  /** Milliseconds of lag now. */
  get now(): number {
    return this.#size !== null && this.#size <= this.#cosigned ? 0 : this.#ageOf(this.#asOf);
  }

  /** Notes that a quorum has cosigned the head of this size. @param at when that was the newest head */
  cosigned(size: number, at: Moment): void {
    if (size <= this.#cosigned) return;
    this.#cosigned = size;
    if (this.#ageOf(at) < this.#ageOf(this.#asOf)) this.#asOf = at;
    this.look(this.#size);
  }

  /** Looks at the lag; to be called often. @param size of the log as this node has seen it; null: not yet */
  look(size: number | null): void {
    this.#size = size;
    if (size !== null && size <= this.#cosigned) this.#asOf = momentOn(this.#options.clock);
    this.#isLate = this.#options.most > 0 && this.now > this.#options.most;
  }

  #ageOf(moment: Moment): number {
    return ageOf(moment, this.#options.clock);
  }
}
