/**
 * Limits how many signatures of new tokens a node verifies in a second, no matter who asks. More of them
 * wait, in turns by port, address and the client that they name. Claims in a client's name refuse nobody:
 * only the signature tells the true token from them, and costs a tenth of a millisecond to check.
 *
 * Tokens that are known by their hash do not come here.
 */
import { GatewayError } from '../faults/errors.ts';
import { FairLine } from './fair-line.ts';

export interface TokenTurnsLimits {
  /** Signatures verified in a second: about a tenth of one core. */
  readonly perSecond: number;
  /** Tokens that wait at once, 400 bytes each; one more, and the newest of the longest line is refused. */
  readonly waiting: number;
}

const LIMITS: TokenTurnsLimits = { perSecond: 1_000, waiting: 1_000 };
/** Ms between two looks at who waits. */
const TICK = 10;
/** Part of a second's turns that may be taken at once after a calm. */
const BURST = 1 / 4;

interface Waiting {
  readonly go: () => void;
  readonly refuse: (error: GatewayError) => void;
}

export class TokenTurns {
  readonly #limits: TokenTurnsLimits;
  readonly #line = new FairLine<Waiting>();
  #turns: number;
  #countedAt = performance.now();
  #timer: NodeJS.Timeout | null = null;

  constructor(limits: TokenTurnsLimits = LIMITS) {
    this.#limits = limits;
    this.#turns = limits.perSecond * BURST;
  }

  /**
   * Resolves when its turn has come.
   * @param path its origin and whom it names, the widest first: port, address, client
   * @throws GatewayError `too_many_requests` (429)
   */
  take(path: readonly string[]): Promise<void> {
    this.#count();
    if (this.#line.size === 0 && this.#turns >= 1) {
      this.#turns -= 1;
      return Promise.resolve();
    }
    return new Promise((go, refuse) => {
      this.#line.push(path, { go, refuse });
      if (this.#line.size > this.#limits.waiting) this.#line.dropFromLongest()?.refuse(tooMany());
      this.#timer ??= setTimeout(() => this.#some(), TICK);
    });
  }

  #some(): void {
    this.#timer = null;
    this.#count();
    for (; this.#turns >= 1 && this.#line.size > 0; this.#turns -= 1) this.#line.shift()?.go();
    if (this.#line.size > 0) this.#timer = setTimeout(() => this.#some(), TICK);
  }

  #count(): void {
    const { perSecond } = this.#limits;
    const now = performance.now();
    const gained = ((now - this.#countedAt) * perSecond) / 1000;
    this.#turns = Math.min(Math.max(1, perSecond * BURST), this.#turns + gained);
    this.#countedAt = now;
  }
}

function tooMany(): GatewayError {
  return new GatewayError(
    'too_many_requests',
    'too many new access tokens came at once from your address: try again, or send one that was accepted before',
    { headers: { 'Retry-After': '1' } },
  );
}
