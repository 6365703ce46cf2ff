/**
 * What opens the board in a browser, which signs no proof for each request: a link good for a minute, and the cookie
 * that it is changed for, with the link's minute a quarter of an hour. Both are sealed with a key that all nodes share,
 * so that no node has to remember them.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** How long each lasts, ms. */
const LASTS = { link: 60_000, cookie: 840_000 } as const;
export type PassKind = keyof typeof LASTS;

export interface Pass {
  readonly text: string;
  /** Ms since the epoch, exclusive. */
  readonly expiresAt: number;
}

export class BoardPasses {
  readonly #key: Buffer;
  readonly #now: () => number;

  /**
   * @param key 32 bytes, of a file that all nodes share: a key of its own derives from it.
   * @param now ms since the epoch
   */
  constructor(key: Buffer, now: () => number) {
    this.#key = Buffer.from(hkdfSync('sha256', key, '', 'board pass', 32));
    this.#now = now;
  }

  issue(kind: PassKind): Pass {
    const expiresAt = this.#now() + LASTS[kind];
    return { text: `${expiresAt}.${this.#seal(kind, expiresAt).toString('base64url')}`, expiresAt };
  }

  isGood(kind: PassKind, text: string): boolean {
    const [, digits, seal] = /^(\d{1,15})\.([\w-]{43})$/.exec(text) ?? [];
    if (digits === undefined || seal === undefined || Number(digits) <= this.#now()) return false;
    return timingSafeEqual(this.#seal(kind, Number(digits)), Buffer.from(seal, 'base64url'));
  }

  #seal(kind: PassKind, expiresAt: number): Buffer {
    return createHmac('sha256', this.#key).update(`${kind}.${expiresAt}`).digest();
  }
}
