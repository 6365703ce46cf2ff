/**
 * Issues passes to the board for a browser, which signs no proof for each request: a link good for a minute
 * and for one use, and the cookie that replaces it, with that minute a quarter of an hour. Both are sealed
 * with a key that all nodes share, so that no node must remember them; the database remembers a used link.
 */
import { createHmac, hash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Subject } from '../../sharing-rules/terms/asker.ts';
import type { ProofMark } from '../identity/proofs/proofs-store.ts';
import type { Registration } from '../identity/registrations-store.ts';

/** Milliseconds for which a used link is remembered longer: the database forgets by its own clock. */
const MARK_MARGIN = 60_000;

const FORM = /^((\d{1,15})\.(\d{1,15})\.(\d{1,15})\.[\w-]{16})\.([\w-]{43})$/;

/** Milliseconds that each lasts. */
const LASTS = { link: 60_000, cookie: 840_000 } as const;
export type PassKind = keyof typeof LASTS;

/** The holder: good only while the registrations of the agency are as they were when it was given. */
export type PassHolder = Pick<Registration, 'agencyId' | 'identities'>;

export interface Pass {
  readonly text: string;
  /** Milliseconds since the epoch, exclusive. */
  readonly expiresAt: number;
}

export class BoardPasses {
  readonly #key: Buffer;
  readonly #now: () => number;

  /**
   * @param key 32 bytes, of a file that all nodes share: a key of its own derives from it.
   * @param now milliseconds since the epoch
   */
  constructor(key: Buffer, now: () => number) {
    this.#key = Buffer.from(hkdfSync('sha256', key, '', 'board pass', 32));
    this.#now = now;
  }

  /** Issues a unique pass, so that using it uses up nobody else's. */
  issue(kind: PassKind, { agencyId, identities }: Pick<Subject, 'agencyId' | 'identities'>): Pass {
    const expiresAt = this.#now() + LASTS[kind];
    const facts = `${expiresAt}.${agencyId}.${identities}.${randomBytes(12).toString('base64url')}`;
    return { text: `${facts}.${this.#seal(kind, facts).toString('base64url')}`, expiresAt };
  }

  /** Checks a pass. @returns its holder; null if it is too old, or none of ours */
  holderOf(kind: PassKind, text: string): PassHolder | null {
    const [, facts, expiresAt, agencyId, identities, seal] = FORM.exec(text) ?? [];
    if (facts === undefined || seal === undefined || Number(expiresAt) <= this.#now()) return null;
    if (!timingSafeEqual(this.#seal(kind, facts), Buffer.from(seal, 'base64url'))) return null;
    return { agencyId: Number(agencyId), identities: Number(identities) };
  }

  /** Returns the mark that the use of a good link leaves, to be claimed before the link is obeyed. */
  markOf(text: string): ProofMark {
    const expiresAt = new Date(this.#now() + LASTS.link + MARK_MARGIN);
    return { hash: hash('sha256', `board link ${text}`, 'buffer'), expiresAt };
  }

  #seal(kind: PassKind, facts: string): Buffer {
    return createHmac('sha256', this.#key).update(`${kind}.${facts}`).digest();
  }
}
