/**
 * The node's own view of its lease: whether it may send in this very tick, and under which generation.
 *
 * Counted on the earlier of the monotonic and the wall clock, from before the renewal was sent: a node that was
 * paused, or whose clock was set, finds its lease run out before it can write a byte.
 */
import { ageOf, type Clock, LONG_AGO, type Moment, momentOn } from '../../faults/age.ts';

/** Milliseconds that a lease lasts; the database and every other node count with the same. */
export const LEASE_TTL = 2_000;
/** Ms between renewals. */
export const RENEW_EVERY = 500;
/** Milliseconds that others wait beyond the TTL: clocks of two machines do not run equally fast. */
export const LEASE_MARGIN = 500;

export class Lease {
  readonly #clock: Clock;
  #generation: number | null = null;
  #from: Moment = LONG_AGO;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes the moment before a renewal is sent. */
  moment(): Moment {
    return momentOn(this.#clock);
  }

  /** The generation in force; null where none is, or where it ran out. */
  get generation(): number | null {
    return this.#left() > 0 ? this.#generation : null;
  }

  holds(): boolean {
    return this.generation !== null;
  }

  /**
   * Grants a generation taken or renewed by a statement sent at `sentAt`. A lease that expired stays so: only
   * a new generation ends that.
   */
  grant(generation: number, sentAt: Moment): void {
    if (generation === this.#generation && !this.holds()) return;
    this.#generation = generation;
    this.#from = sentAt;
  }

  /** Stops sending until a new generation is granted. */
  lose(): void {
    this.#from = LONG_AGO;
  }

  /** Returns the milliseconds that are left. */
  #left(): number {
    return LEASE_TTL - ageOf(this.#from, this.#clock);
  }
}
