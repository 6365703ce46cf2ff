/**
 * Counts the new tokens that were good in a minute: each costs some milliseconds, which a known one does not.
 * Only those whose signature and proof were good count, so that nobody uses up another's share.
 */
import { ageOf, type Clock, type Moment, momentOn } from '../faults/age.ts';
import { GatewayError } from '../faults/errors.ts';
import { BoundedMap } from '../http/bounded-map.ts';
import type { Registrations } from './registrations-store.ts';

const WINDOW = 60_000;
/** People and clients; one that is pushed out by so many others begins again. */
const KEPT = 5_000;

interface Count {
  readonly since: Moment;
  /** Hashes: one token that comes with many requests at once is one. */
  readonly tokens: Set<string>;
}

/** The client and the subject that a token names: as it says, or as it was verified. */
export interface NamedByToken {
  readonly issuer: string;
  readonly clientId: string;
  readonly sub: string;
}

export class NewTokens {
  readonly #counts = new BoundedMap<string, Count>(KEPT);
  readonly #most: number;
  readonly #registrations: Pick<Registrations, 'findPerson'>;
  readonly #clock: Clock;

  /** @param most good new tokens in a minute, of one client, or of one person who has a role */
  constructor(most: number, registrations: Pick<Registrations, 'findPerson'>, clock: Clock) {
    this.#most = most;
    this.#registrations = registrations;
    this.#clock = clock;
  }

  /**
   * Refuses an unverified token over the limit; one that was counted may come again before it is kept.
   * @throws GatewayError `too_many_requests` (429) where this minute's tokens are used up
   */
  checkMore(named: NamedByToken, tokenHash: string): void {
    const count = this.#counts.get(this.#keyOf(named));
    if (count === undefined || count.tokens.has(tokenHash) || count.tokens.size < this.#most) return;
    const left = this.#leftOf(count);
    if (left <= 0) return;
    throw new GatewayError(
      'too_many_requests',
      'too many new access tokens: use each until it expires, and wait as long as `Retry-After` says',
      { headers: { 'Retry-After': String(Math.ceil(left / 1000)) } },
    );
  }

  /** Counts a token that was found good, its proof included. */
  add(named: NamedByToken, tokenHash: string): void {
    const key = this.#keyOf(named);
    let count = this.#counts.get(key);
    if (count === undefined || this.#leftOf(count) <= 0) {
      count = { since: momentOn(this.#clock), tokens: new Set() };
      this.#counts.set(key, count);
    }
    if (count.tokens.size < this.#most) count.tokens.add(tokenHash);
  }

  /** Returns the milliseconds left of its minute. */
  #leftOf({ since }: Count): number {
    return WINDOW - ageOf(since, this.#clock);
  }

  /** The owner's people sign in by one client: none of them uses up what is the others'. */
  #keyOf({ issuer, clientId, sub }: NamedByToken): string {
    const person = this.#registrations.findPerson(issuer, sub);
    return JSON.stringify([issuer, person === undefined || person.roles.length === 0 ? [clientId] : sub]);
  }
}
