/**
 * Asks the vendor's interface (Flock v3): signed in, within its limits, once more where the first answer was a fault,
 * and not at all while it keeps failing. What it may be asked, and what of its answers may leave, is not decided here.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../../faults/age.ts';
import { CircuitBreaker, type Tried } from './circuit-breaker.ts';
import { exchangeJson } from './exchange-json.ts';
import type { FlockCredentials } from './flock-credentials.ts';
import { FlockFault, mayPass } from './flock-fault.ts';
import { FlockTokens } from './flock-tokens.ts';

export interface FlockClientOptions {
  /** The URL with the version in its path, and no slash at its end: `https://api.flocksafety.com/api/v3`. */
  readonly url: string;
  readonly credentials: FlockCredentials;
  /** Ms for one answer. */
  readonly patience?: number;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** The clock by which the client rests, and waits between two attempts and for its turn. */
export interface Clock {
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** Rejects where the signal ends it before its time. */
  pause(ms: number, signal: AbortSignal | undefined): Promise<unknown>;
}

const MACHINES_CLOCK: Clock = {
  now: () => performance.now(),
  pause: (ms, signal) => pause(ms, undefined, signal === undefined ? {} : { signal }),
};

/** Asks for reads, though it is a POST. */
export const LOOK_UP = '/reads/lookup';
const PATIENCE = 3_000;
/** Milliseconds before the second attempt, at most: a random time, so that nodes do not come back at once. */
const LONGEST_PAUSE = 250;
/** A rate limit that is over sooner is waited for, s. */
const LONGEST_WAIT = 1;
/** Requests to the vendor at once; what comes more waits for its turn. */
const AT_ONCE = 16;
const LONGEST_QUEUE = 2_000;
/**
 * The number of answers for which a turn may be waited. Only a revocation gives a question up: one that stood
 * in line for minutes could leave after a right that expired, for which there is no record.
 */
const LONGEST_LINE = 3;
/** The one status of a whole answer: 202 is to come, and 206 is a part (RFC 9110 §15.3). */
const WHOLE: readonly number[] = [200];
const DONE: readonly number[] = [200, 201, 204];
const BREAKER = { failures: 5, rest: 5_000, longestRest: 60_000 };

export class FlockClient {
  readonly #options: FlockClientOptions;
  readonly #tokens: FlockTokens;
  readonly #clock: Clock;
  readonly #breaker: CircuitBreaker;
  readonly #waiting: (() => void)[] = [];
  #underWay = 0;

  constructor(options: FlockClientOptions) {
    this.#options = options;
    this.#clock = options.clock ?? MACHINES_CLOCK;
    const now = () => this.#clock.now();
    this.#breaker = new CircuitBreaker({ ...BREAKER, now });
    this.#tokens = new FlockTokens(options.credentials, { ...systemClock, monotonic: now });
  }

  /** Seconds until it is asked again; 0 where it may be asked now. */
  get restsFor(): number {
    return Math.ceil(this.#breaker.restsFor / 1_000);
  }

  /** Checks that it does not rest, and signs us in; nothing is looked up. @throws FlockFault */
  async check(): Promise<void> {
    const settle = this.#admit();
    let tried: Tried = 'failed';
    try {
      await this.#tokens.current();
      tried = 'unknown';
    } finally {
      settle(tried);
    }
  }

  /**
   * Returns the JSON of a successful answer, or undefined.
   * @param path below the address, with its slash
   * @param body becomes JSON; undefined: none is sent
   * @param signal gives the request up at once, wherever it stands
   * @throws FlockFault: `malformed` for a partial answer, `refused` with the `status` of a lasting refusal
   */
  async request(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
    await this.#takeTurn(signal);
    try {
      const settle = this.#admit();
      let tried: Tried = 'failed';
      try {
        const answer = await this.#askTwice({ method, path, body, signal });
        tried = 'succeeded';
        return answer;
      } catch (error) {
        tried = triedBy(error);
        throw error;
      } finally {
        settle(tried);
      }
    } finally {
      this.#passTurn();
    }
  }

  #admit(): (tried: Tried) => void {
    const settle = this.#breaker.admit();
    if (settle === null) throw new FlockFault('resting', { retryAfter: Math.max(1, this.restsFor) });
    return settle;
  }

  async #askTwice(request: Request): Promise<unknown> {
    try {
      return await this.#ask(request);
    } catch (error) {
      if (!(error instanceof FlockFault) || !isWorthAnother(error)) throw error;
      await this.#waitAfter(error, request.signal);
      return this.#ask(request);
    }
  }

  async #ask({ body, method, path, signal }: Request): Promise<unknown> {
    const { patience = PATIENCE, url } = this.#options;
    const token = await this.#tokens.current(signal);
    const answer = await exchangeJson({
      ...{ url: `${url}${path}`, method, patience },
      headers: {
        Accept: 'application/json',
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    const { status } = answer;
    const isAsking = method === 'GET' || path === LOOK_UP;
    if ((isAsking ? WHOLE : DONE).includes(status)) return answer.body;
    if (status === 401) this.#tokens.drop(token);
    throw faultOf(status, answer.retryAfter);
  }

  async #waitAfter({ kind, retryAfter }: FlockFault, signal: AbortSignal | undefined): Promise<void> {
    const ms = kind === 'limited' ? (retryAfter ?? 1) * 1_000 : Math.random() * LONGEST_PAUSE;
    await this.#clock.pause(ms, signal).catch(() => {
      throw new FlockFault('cut');
    });
  }

  /** @throws FlockFault `limited` where too many wait, or it took too long, `cut` by the signal */
  async #takeTurn(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) throw new FlockFault('cut');
    if (this.#underWay < AT_ONCE) {
      this.#underWay += 1;
      return;
    }
    if (this.#waiting.length >= LONGEST_QUEUE) throw new FlockFault('limited', { retryAfter: 1 });
    const { patience = PATIENCE } = this.#options;
    const line = new AbortController();
    await new Promise<void>((resolve, reject) => {
      const settle = () => {
        line.abort();
        signal?.removeEventListener('abort', cut);
      };
      const turn = () => {
        settle();
        resolve();
      };
      const giveUp = (fault: FlockFault) => {
        settle();
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(fault);
      };
      const cut = () => giveUp(new FlockFault('cut'));
      const late = () => giveUp(new FlockFault('limited', { retryAfter: 1 }));
      this.#clock.pause(LONGEST_LINE * patience, line.signal).then(late, () => undefined);
      signal?.addEventListener('abort', cut, { once: true });
      this.#waiting.push(turn);
    });
  }

  /** The turn goes to who waits longest. */
  #passTurn(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#underWay -= 1;
    else next();
  }
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly signal: AbortSignal | undefined;
}

function faultOf(status: number, retryAfter: number | null): FlockFault {
  if (status === 429) return new FlockFault('limited', { status, retryAfter: retryAfter ?? 1 });
  if (status === 401) return new FlockFault('unauthorized', { status });
  if (status >= 500) return new FlockFault('broken', { status });
  return new FlockFault(status < 400 ? 'malformed' : 'refused', { status });
}

/** A token that was taken back is replaced by another one. */
function isWorthAnother(fault: FlockFault): boolean {
  if (fault.kind === 'limited') return (fault.retryAfter ?? 0) <= LONGEST_WAIT;
  return mayPass(fault) || fault.kind === 'unauthorized';
}

/** A question that was given up, or refused for what it is, says nothing against the service. */
function triedBy(error: unknown): Tried {
  if (!(error instanceof FlockFault) || error.kind === 'cut') return 'unknown';
  return error.kind === 'refused' && error.status !== 403 ? 'succeeded' : 'failed';
}
