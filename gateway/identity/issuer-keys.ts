/** The keys of the trusted issuers: cached, followed as they rotate, and let go when they cannot be confirmed. */
import { ageOf, type Clock, LONG_AGO, type Moment, momentOn } from '../faults/age.ts';
import { GatewayError } from '../faults/errors.ts';
import { isSecureUrl } from '../settings/secure-url.ts';
import { checkIssuerKeySet } from './check-issuer-key-set.ts';
import type { PublicJwk } from './jose/check-public-key.ts';
import type { RegisteredIssuer } from './registrations-store.ts';

/** The facts of an issuer that its keys depend on. */
type IssuerOfKeys = Pick<RegisteredIssuer, 'issuer' | 'jwksUri'>;

/** Ms. A set is fetched again after this, while the old one still serves. */
const FRESH = 5 * 60_000;
/** Ms. Not confirmed for so long, a set serves no more. */
const LONGEST_UNCONFIRMED = 60 * 60_000;
/** Ms between two fetches from one issuer, whatever tokens ask for. */
const PAUSE = 10_000;

/** Told each time that an issuer's keys could not be had, with the reason, which names nobody. */
export type OnKeysMissing = (issuer: IssuerOfKeys, why: string) => void;

interface KeySet {
  keys: ReadonlyMap<string, PublicJwk>;
  confirmedAt: Moment;
  askedAt: Moment;
  asking: Promise<void> | null;
}

export class IssuerKeys {
  /** INVARIANT: an issuer that changed, or comes back after its removal, is another object: it begins without keys. */
  readonly #sets = new WeakMap<IssuerOfKeys, KeySet>();
  readonly #clock: Clock;
  readonly #onMissing: OnKeysMissing;

  constructor(clock: Clock, onMissing: OnKeysMissing) {
    this.#clock = clock;
    this.#onMissing = onMissing;
  }

  /**
   * Returns the key with that `kid`, if the issuer publishes it. An unknown `kid` makes the set be fetched
   * again, at most every ten seconds, so that a rotated key is known with its first token.
   *
   * @throws GatewayError `unavailable` when the issuer's keys cannot be had
   */
  async find(issuer: IssuerOfKeys, kid: string): Promise<PublicJwk | null> {
    const set = this.#setOf(issuer);
    if (this.#isServing(set) && set.keys.has(kid)) return this.#current(issuer, set, kid);
    if (set.asking === null && this.#mayAsk(set)) this.#ask(issuer, set);
    await set.asking;
    if (!this.#isServing(set)) {
      throw new GatewayError(
        'unavailable',
        'the keys of the issuer of this token cannot be had now; try again',
        {
          headers: { 'Retry-After': String(PAUSE / 1000) },
        },
      );
    }
    return set.keys.get(kid) ?? null;
  }

  /** True if a key that verified a token is still published. Starts a fetch when it is time for one. */
  holds(issuer: IssuerOfKeys, key: PublicJwk): boolean {
    const set = this.#sets.get(issuer);
    if (set === undefined || !this.#isServing(set)) return false;
    return this.#current(issuer, set, key.kid) === key;
  }

  #current(issuer: IssuerOfKeys, set: KeySet, kid: string): PublicJwk | null {
    const isDue = ageOf(set.confirmedAt, this.#clock) > FRESH;
    if (isDue && set.asking === null && this.#mayAsk(set)) this.#ask(issuer, set);
    return set.keys.get(kid) ?? null;
  }

  #isServing(set: KeySet): boolean {
    return ageOf(set.confirmedAt, this.#clock) <= LONGEST_UNCONFIRMED;
  }

  #mayAsk(set: KeySet): boolean {
    return ageOf(set.askedAt, this.#clock) >= PAUSE;
  }

  #setOf(issuer: IssuerOfKeys): KeySet {
    const known = this.#sets.get(issuer);
    if (known !== undefined) return known;
    const set = { keys: new Map(), confirmedAt: LONG_AGO, askedAt: LONG_AGO, asking: null };
    this.#sets.set(issuer, set);
    return set;
  }

  #ask(issuer: IssuerOfKeys, set: KeySet): void {
    set.askedAt = momentOn(this.#clock);
    set.asking = this.#fetch(issuer, set).finally(() => {
      set.asking = null;
    });
  }

  async #fetch(issuer: IssuerOfKeys, set: KeySet): Promise<void> {
    let answer: unknown;
    try {
      answer = await fetchKeySet(issuer.jwksUri);
    } catch (error) {
      // The issuer was not reached, so the keys confirmed lately still serve.
      this.#onMissing(issuer, reasonOf(error));
      return;
    }
    try {
      set.keys = keepSame(checkIssuerKeySet(answer), set.keys);
      set.confirmedAt = set.askedAt;
    } catch (error) {
      // Reached, and unfit: a set with a private key in it says that the issuer's keys are lost.
      set.keys = new Map();
      set.confirmedAt = LONG_AGO;
      this.#onMissing(issuer, reasonOf(error));
    }
  }
}

/** Returns what made a fetch fail; the text of an answer that is not JSON is never repeated. */
function reasonOf(error: unknown): string {
  const { cause, message, name } = error as Error;
  if (name === 'SyntaxError') return 'the key set is not JSON';
  const { code } = (cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : message;
}

/** A key stays the same object while it is published unchanged: `holds` compares references. */
function keepSame(
  keys: ReadonlyMap<string, PublicJwk>,
  before: ReadonlyMap<string, PublicJwk>,
): ReadonlyMap<string, PublicJwk> {
  return new Map(
    [...keys].map(([kid, key]) => {
      const old = before.get(kid);
      return [kid, old !== undefined && JSON.stringify(old) === JSON.stringify(key) ? old : key];
    }),
  );
}

/** An issuer publishes a handful of keys. */
const LARGEST = 64 * 1024;
const LONGEST = 3_000;

/**
 * Fetches a key set from its registered place only, small, quick, and without being sent elsewhere.
 * @param jwksUri as registered: https, or http on this machine
 * @returns the JSON, unchecked
 * @throws Error when the place is not allowed, does not answer in time, redirects, or answers anything but JSON
 */
export async function fetchKeySet(jwksUri: string): Promise<unknown> {
  const url = new URL(jwksUri);
  if (!isSecureUrl(url)) {
    throw new Error('keys are fetched by https only');
  }
  const response = await fetch(url, {
    redirect: 'error',
    headers: { Accept: 'application/jwk-set+json, application/json' },
    signal: AbortSignal.timeout(LONGEST),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`the key set was answered with status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > LARGEST) throw new Error(`the key set is larger than ${LARGEST} bytes`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
