/** Nonces of the gateway (RFC 9449 §9): made from a key and the time, so that nothing is stored and all nodes agree. */
import { createHmac } from 'node:crypto';

/** A nonce is given out for one step and good for two more, ms. */
const STEP = 60_000;
const STEPS_GOOD = 3;

export class DpopNonces {
  readonly #key: Buffer;
  #step = -1;
  /** Newest first. */
  #good: readonly string[] = [];

  /** @param key 32 bytes, the same on every node */
  constructor(key: Buffer) {
    if (key.length < 32) throw new RangeError('the key of the nonces has less than 32 bytes');
    this.#key = key;
  }

  current(now: number): string {
    return this.#at(now)[0] as string;
  }

  /** Nonces are not secrets: they say how fresh a proof is, so an ordinary comparison will do. */
  isGood(nonce: string, now: number): boolean {
    return this.#at(now).includes(nonce);
  }

  #at(now: number): readonly string[] {
    const step = Math.floor(now / STEP);
    if (step !== this.#step) {
      this.#good = Array.from({ length: STEPS_GOOD }, (_, back) => this.#make(step - back));
      this.#step = step;
    }
    return this.#good;
  }

  #make(step: number): string {
    return createHmac('sha256', this.#key)
      .update(`dpop-nonce ${step}`)
      .digest()
      .subarray(0, 18)
      .toString('base64url');
  }
}
