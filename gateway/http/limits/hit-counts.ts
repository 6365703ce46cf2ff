/**
 * Counts requests in windows of time in this process. The package ends a window by the wall clock: set back by an hour, it
 * would refuse for an hour whoever had used up a minute, so that every count begins again then.
 */
import { type ClientRateLimitInfo, MemoryStore } from 'express-rate-limit';
import { type Clock, type Moment, momentOn, systemClock } from '../../faults/age.ts';

/** Milliseconds by which an adjusted wall clock may lag the monotonic one between two requests. */
const ADJUSTED = 1_000;

export class HitCounts extends MemoryStore {
  readonly #clock: Clock;
  #last: Moment;

  constructor(clock: Clock = systemClock) {
    super();
    this.#clock = clock;
    this.#last = momentOn(clock);
  }

  override async increment(key: string): Promise<ClientRateLimitInfo> {
    const { monotonic, wall } = momentOn(this.#clock);
    const isSetBack = wall - this.#last.wall < monotonic - this.#last.monotonic - ADJUSTED;
    this.#last = { monotonic, wall };
    if (isSetBack) await this.resetAll();
    return super.increment(key);
  }
}
