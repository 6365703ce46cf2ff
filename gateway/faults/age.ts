/**
 * Measures how long ago something was, for whatever is kept in memory and grows old. A wall clock that is set wrong, and
 * back again, must neither keep alive what should be let go, nor hold up what is due; and the monotonic clock stands
 * still while a virtual machine is suspended. Claims of others (`exp`, `iat`, `auth_time`), and what several nodes must
 * agree on, are compared with the wall clock alone.
 */

/** Two clocks in milliseconds: one that is never set, and one that runs on while a virtual machine sleeps. */
export interface Clock {
  readonly monotonic: () => number;
  readonly wall: () => number;
}

export const systemClock: Clock = { monotonic: () => performance.now(), wall: () => Date.now() };

export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

export const LONG_AGO: Moment = { monotonic: Number.NEGATIVE_INFINITY, wall: Number.NEGATIVE_INFINITY };

export function momentOn(clock: Clock): Moment {
  return { monotonic: clock.monotonic(), wall: clock.wall() };
}

/** Returns milliseconds since the moment: the larger, so that a clock that was set back hides nothing. */
export function ageOf(moment: Moment, clock: Clock): number {
  return Math.max(clock.monotonic() - moment.monotonic, clock.wall() - moment.wall);
}
