/** The access token under which the vendor is asked: made once for all requests that need it, and kept while it lives. */
import { ageOf, type Clock, type Moment, momentOn, systemClock } from '../../../faults/age.ts';
import { exchangeJson } from './exchange-json.ts';
import type { FlockCredentials } from './flock-credentials.ts';
import { FlockFault } from './flock-fault.ts';

/** Ms. */
const PATIENCE = 3_000;
/** A token is not used in its last part, so that it does not end on the way: ms, but at most half its life. */
const SPARED = 60_000;
/** Seconds, where the answer does not say how long the token lives. */
const SHORT_LIFE = 300;
/** RFC 6750 §2.1: nothing else may stand in the header. */
const FORM = /^[\w.~+/-]{1,8192}=*$/;

interface Token {
  readonly text: string;
  readonly askedAt: Moment;
  /** Ms from then. */
  readonly usedFor: number;
}

export class FlockTokens {
  readonly #credentials: FlockCredentials;
  readonly #clock: Clock;
  #token: Token | null = null;
  #making: Promise<Token> | null = null;

  constructor(credentials: FlockCredentials, clock: Clock = systemClock) {
    this.#credentials = credentials;
    this.#clock = clock;
  }

  /**
   * @param signal gives up waiting; a token that is being made for others is made all the same
   * @throws FlockFault
   */
  async current(signal?: AbortSignal): Promise<string> {
    const kept = this.#token;
    if (kept !== null && ageOf(kept.askedAt, this.#clock) < kept.usedFor) return kept.text;
    this.#making ??= this.#make().finally(() => {
      this.#making = null;
    });
    const { text } = await unlessAborted(this.#making, signal);
    return text;
  }

  /** The vendor does not accept it (any more): the next request gets another one. */
  drop(text: string): void {
    if (this.#token?.text === text) this.#token = null;
  }

  async #make(): Promise<Token> {
    const { audience, clientId, clientSecret, scope, tokenUrl } = this.#credentials;
    const askedAt = momentOn(this.#clock);
    const { body, retryAfter, status } = await exchangeJson({
      url: tokenUrl,
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        scope,
        ...(audience === undefined ? {} : { audience }),
      }).toString(),
      patience: PATIENCE,
    });
    if (status === 429) throw new FlockFault('limited', { status, retryAfter: retryAfter ?? 1 });
    if (status >= 500) throw new FlockFault('broken', { status });
    if (status !== 200) throw new FlockFault('unauthorized', { status });
    const token = readToken(body);
    const life = token.seconds * 1_000;
    this.#token = { text: token.text, askedAt, usedFor: life - Math.min(SPARED, life / 2) };
    return this.#token;
  }
}

/** Reads the answer of RFC 6749 §5.1. */
function readToken(body: unknown): { readonly text: string; readonly seconds: number } {
  const { access_token: text, expires_in: life, token_type: type } = (body ?? {}) as Record<string, unknown>;
  const isBearer = typeof type === 'string' && type.toLowerCase() === 'bearer';
  if (typeof text !== 'string' || !FORM.test(text) || !isBearer) throw new FlockFault('malformed');
  return { text, seconds: typeof life === 'number' && life > 0 ? life : SHORT_LIFE };
}

/** Gives up waiting on abort. Nobody may be waiting when the work fails. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const cut = () => reject(new FlockFault('cut'));
    if (signal.aborted) cut();
    signal.addEventListener('abort', cut, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', cut));
  });
}
