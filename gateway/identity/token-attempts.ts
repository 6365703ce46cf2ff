/**
 * How often tokens that no node had seen came from one address in the name of one client, and were not good. Looked at
 * before any signature is verified. By client as well, so that nobody makes a partner be refused who shares an address
 * with them; and counted alike whether such a client is registered or not, so that the answer does not tell.
 *
 * Tokens that are known by their hash are not counted here, and never refused for what others did.
 */
import { hash } from 'node:crypto';
import { GatewayError } from '../errors.ts';
import { BoundedMap } from './bounded-map.ts';

const WINDOW = 60_000;
/** Attempts that failed, or are under way, in a window. A client needs a new token once in the life of the old one. */
const MOST = 200;
/** Of about 150 bytes each; what is pushed out by so many others begins anew. */
const KEPT = 50_000;

interface Count {
  /** Ms. */
  readonly since: number;
  attempts: number;
}

export class TokenAttempts {
  readonly #counts = new BoundedMap<string, Count>(KEPT);

  /**
   * @param from where it came from
   * @param client whom it names: issuer and client, as the token says without being verified
   * @param now ms
   * @returns to be called if the token was good: it is not counted then
   * @throws GatewayError `too_many_requests` (429)
   */
  begin(from: string, client: string, now: number): () => void {
    const key = hash('sha256', `${from} ${client}`, 'base64');
    let count = this.#counts.get(key);
    if (count === undefined || now - count.since >= WINDOW || now < count.since) {
      count = { since: now, attempts: 0 };
      this.#counts.set(key, count);
    }
    if (count.attempts >= MOST) throw tooMany(count.since + WINDOW - now);
    count.attempts += 1;
    const counted = count;
    return () => {
      counted.attempts -= 1;
    };
  }
}

function tooMany(wait: number): GatewayError {
  return new GatewayError(
    'too_many_requests',
    'too many access tokens of this client were refused: wait as long as `Retry-After` says, and send a good one',
    { headers: { 'Retry-After': String(Math.ceil(wait / 1000)) } },
  );
}
