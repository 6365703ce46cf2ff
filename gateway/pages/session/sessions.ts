/** A person's session at the pages: begun by a sign-in, found by the cookie, ended by many things. */
import { createHash, createHmac } from 'node:crypto';
import type { Request, Response } from 'express';
import type pg from 'pg';
import type { ProofKey } from '../../cli/client/proof-key.ts';
import { isSameSecret } from '../../identity/jose/is-same-secret.ts';
import type { Registration, Registrations } from '../../identity/registrations-store.ts';
import { isOurs, makeCookieValue } from './cookie-value.ts';
import type { SessionCookie } from './cookies.ts';
import { type KeptForm, withForm } from './kept-forms.ts';
import type { Logout } from './logout-token.ts';
import { keyFor, seal, unseal } from './seal.ts';
import {
  deleteSession,
  deleteSessionsOf,
  findSession,
  insertSession,
  renewSession,
} from './sessions-store.ts';
import { epochFor, findStandings } from './standings-store.ts';

/** The scope of a person's tokens: of the owner's people with a role, of its other officers, of a partner's officers. */
export type PageScope = 'alpr.admin' | 'alpr.ask' | 'alpr.query';

/** The tokens that act as the person. Times are in milliseconds. */
export interface SessionTokens {
  readonly clientId: string;
  /** The name as the issuer tells it, to greet with. */
  readonly name: string;
  readonly scope: PageScope;
  /** The time when the person typed password and second factor. */
  readonly signedInAt: number;
  readonly accessToken: string;
  readonly expiresAt: number;
  readonly refreshToken: string | null;
  /** The key that the tokens are bound to (RFC 9449). */
  readonly proofKey: ProofKey;
  /** The newest first. */
  readonly forms?: readonly KeptForm[];
}

export interface Session extends SessionTokens {
  readonly id: Buffer;
  readonly issuer: string;
  readonly subject: string;
  /** The registration as it is at this moment. */
  readonly person: Registration;
  /** The epoch of the agency's newest revocation record, read before all else; 0 for people with a role. */
  readonly epoch: number;
  /** The token in every form: nobody else's page knows it. */
  readonly formToken: string;
  /** The key that seals what is kept of the session. */
  readonly key: Buffer;
}

/**
 * `none`: no cookie, or one of a session that has ended by itself; `removed`: the person may no longer sign
 * in; `suspended`: the officer may not ask either.
 */
export type FoundSession =
  | { readonly kind: 'session'; readonly session: Session }
  | { readonly kind: 'none' }
  | { readonly kind: 'removed' | 'suspended' };

export interface SessionsDeps {
  readonly pool: pg.Pool;
  readonly cookie: SessionCookie;
  readonly registrations: Pick<Registrations, 'findPerson'>;
  /** Marks cookies as ours. */
  readonly secret: Buffer;
  /** Returns milliseconds since the epoch. */
  readonly now: () => number;
}

export class Sessions {
  readonly #deps: SessionsDeps;

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
  }

  /** Begins one under a new name: a cookie planted in the browser before is worthless (session fixation). */
  async begin(
    response: Response,
    of: { readonly issuer: string; readonly subject: string; readonly sid: string | null },
    tokens: SessionTokens,
  ): Promise<void> {
    const { cookie, now, pool, secret } = this.#deps;
    const value = makeCookieValue(secret, now());
    await insertSession(pool, { ...of, id: idOf(value), sealed: sealed(tokens, value) });
    cookie.set(response, value);
  }

  /** @throws the database's error: without it nobody is signed in */
  async find(request: Request, { isActivity = true } = {}): Promise<FoundSession> {
    const { pool, registrations } = this.#deps;
    const value = this.#valueOf(request);
    if (value === null) return { kind: 'none' };
    const id = idOf(value);
    const row = await findSession(pool, id, isActivity);
    const text = row === null ? null : unseal(row.sealed, sealingKey(value));
    if (row === null || text === null) return { kind: 'none' };
    const { issuer, subject } = row;
    const person = registrations.findPerson(issuer, subject);
    if (person === undefined) {
      await deleteSession(pool, id);
      return { kind: 'removed' };
    }
    const { agencyId, personId } = person;
    const [standing] = await findStandings(pool, [{ id, agencyId, personId }]);
    if (standing === undefined) return { kind: 'none' };
    if (standing.isSuspended) {
      await deleteSession(pool, id);
      return { kind: 'suspended' };
    }
    const tokens = JSON.parse(text) as SessionTokens;
    const session = {
      ...tokens,
      id,
      issuer,
      subject,
      person,
      epoch: epochFor(person, standing),
      formToken: formToken(value),
      key: sealingKey(value),
    };
    return { kind: 'session', session };
  }

  async end(request: Request, response: Response): Promise<void> {
    const { cookie, pool } = this.#deps;
    const value = this.#valueOf(request);
    if (value !== null) await deleteSession(pool, idOf(value));
    cookie.clear(response);
  }

  /** Returns true if the request brings a cookie that a node gave to somebody who signed in. */
  isKnown(request: Parameters<SessionCookie['read']>[0]): boolean {
    return this.#valueOf(request) !== null;
  }

  #valueOf(request: Parameters<SessionCookie['read']>[0]): string | null {
    const { cookie, now, secret } = this.#deps;
    const value = cookie.read(request);
    return value !== null && isOurs(value, secret, now()) ? value : null;
  }

  /** Ends the sessions of somebody whose issuer says that they signed out. */
  async endOf(logout: Logout): Promise<void> {
    await deleteSessionsOf(this.#deps.pool, logout);
  }

  async endFor({ id }: Pick<Session, 'id'>): Promise<void> {
    await deleteSession(this.#deps.pool, id);
  }

  /** @param form that `isKeepable` @returns false where the session has ended */
  async keepForm(session: Session, form: Omit<KeptForm, 'at'>): Promise<boolean> {
    let isKept = false;
    await this.renew(session, async (tokens) => {
      isKept = true;
      return { ...tokens, forms: withForm(tokens.forms ?? [], { ...form, at: this.#deps.now() }) };
    });
    return isKept;
  }

  /**
   * @param renew given the tokens as another request may have renewed them; null: they will do
   * @returns the tokens now
   */
  async renew(
    session: Session,
    renew: (tokens: SessionTokens) => Promise<SessionTokens | null>,
  ): Promise<SessionTokens> {
    let now: SessionTokens = session;
    await renewSession(this.#deps.pool, session.id, async (kept) => {
      const text = unseal(kept, session.key);
      if (text === null) return null;
      now = JSON.parse(text) as SessionTokens;
      const renewed = await renew(now);
      if (renewed === null) return null;
      now = renewed;
      return seal(JSON.stringify(renewed), session.key);
    });
    return now;
  }
}

export function isFormToken({ formToken: expected }: Pick<Session, 'formToken'>, given: unknown): boolean {
  return typeof given === 'string' && isSameSecret(given, expected);
}

function idOf(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}

function sealed(tokens: SessionTokens, value: string): Buffer {
  return seal(JSON.stringify(tokens), sealingKey(value));
}

function sealingKey(value: string): Buffer {
  return keyFor(Buffer.from(value, 'base64url'), 'session');
}

function formToken(value: string): string {
  return createHmac('sha256', Buffer.from(value, 'base64url')).update('form').digest('base64url');
}
