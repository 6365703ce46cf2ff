/**
 * Officers whose last query this node saw released today. Suspensions, rosters, papers and what earlier words were are
 * known under the locks alone, so anybody else is decided on there before reads are looked up: the time of a refusal
 * would tell else whether there were any.
 */
import { utcDay } from '../../sharing-rules/terms/utc-day.ts';
import type { Outcome } from '../release/commit/commit-releases.ts';
import type { InFlight } from '../release/lease/in-flight.ts';
import { type Asked, officersKey } from './spent-quotas.ts';

/** Beyond it the oldest is forgotten, and costs a second commit. */
const MOST_KEPT = 20_000;

export class PermittedOfficers {
  readonly #inFlight: Pick<InFlight, 'isFenced'>;
  /** UTC, `YYYY-MM-DD`: papers run out, and officers become inactive, by the day. */
  #day = '';
  /** Epochs of releases, by officer. INVARIANT: below a fence one counts for nothing: suspension ends it. */
  readonly #epochs = new Map<string, number>();

  constructor(inFlight: Pick<InFlight, 'isFenced'>) {
    this.#inFlight = inFlight;
  }

  /** @param now ms since the epoch */
  knows(asked: Asked, now: number): boolean {
    this.#turnTo(now);
    const epoch = this.#epochs.get(officersKey(asked));
    return epoch !== undefined && !this.#inFlight.isFenced(asked.subject.agencyId, epoch);
  }

  /** Learns from what the commit made of a query. @param now ms since the epoch */
  learn(asked: Asked, outcome: Outcome, now: number): void {
    if (outcome.kind === 'replayed' || outcome.kind === 'look_up') return;
    this.#turnTo(now);
    const key = officersKey(asked);
    this.#epochs.delete(key);
    if (outcome.kind !== 'released') return;
    this.#epochs.set(key, outcome.release.epoch);
    for (const oldest of this.#epochs.keys()) {
      if (this.#epochs.size <= MOST_KEPT) break;
      this.#epochs.delete(oldest);
    }
  }

  #turnTo(now: number): void {
    const day = utcDay(now);
    if (day === this.#day) return;
    this.#day = day;
    this.#epochs.clear();
  }
}
