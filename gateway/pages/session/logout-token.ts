/** The token by which an issuer tells of a logout (OpenID Connect Back-Channel Logout 1.0, §2.4 and §2.6). */
import { createHash } from 'node:crypto';
import { GatewayError } from '../../faults/errors.ts';
import type { IssuerKeys } from '../../identity/issuer-keys.ts';
import { readStrictJws } from '../../identity/jose/read-strict-jws.ts';
import { verifyJws } from '../../identity/jose/verify-jws.ts';
import { claimProof } from '../../identity/proofs/proofs-store.ts';
import type { Registrations } from '../../identity/registrations-store.ts';
import type { SignInClient } from './sign-in-clients.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** Milliseconds. An issuer signs again what it sends late or again; clocks differ by less. */
const OLDEST = 120_000;
const CLOCK_SKEW = 30_000;

export interface LogoutTokenDeps {
  readonly clients: readonly Pick<SignInClient, 'clientId' | 'issuer'>[];
  readonly registrations: Pick<Registrations, 'findIssuer'>;
  readonly issuerKeys: IssuerKeys;
  readonly pool: Parameters<typeof claimProof>[0];
  readonly now: () => number;
}

/** The owner of the sessions that end: one sign-in if `sid` names it, else all of the person's. */
export interface Logout {
  readonly issuer: string;
  readonly subject: string | null;
  readonly sid: string | null;
}

/**
 * Reads a token, the cheap checks first; it counts once, on whichever node it arrives.
 * @throws GatewayError `malformed`, naming what does not fit; `unavailable` without the issuer's keys
 */
export async function readLogoutToken(token: unknown, deps: LogoutTokenDeps): Promise<Logout> {
  const { kid, payload, typ } = readStrictJws(token);
  const claims = parse(payload);
  const { aud, iss, jti, sid, sub } = claims;
  // Issuers from before the type was registered omit it (§2.4); an ID token, which has another, is refused.
  if (typ !== undefined && typ !== 'logout+jwt' && typ !== 'JWT') throw refuse('typ');
  if (typeof iss !== 'string') throw refuse('iss');
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const isOurs = deps.clients.some(({ clientId, issuer }) => issuer === iss && audiences.includes(clientId));
  const issuer = deps.registrations.findIssuer(iss);
  if (!isOurs || issuer === undefined) throw refuse('aud');
  checkTimes(claims, deps.now());
  if (!isObject(claims.events) || !isObject(claims.events[EVENT])) throw refuse('events');
  // An ID token has a nonce, and must never be taken for a logout.
  if (Object.hasOwn(claims, 'nonce')) throw refuse('nonce');
  if (!isTextOrNone(sub) || !isTextOrNone(sid) || (sub === undefined && sid === undefined))
    throw refuse('sub');
  if (typeof jti !== 'string' || jti === '') throw refuse('jti');
  const key = kid === undefined ? null : await deps.issuerKeys.find(issuer, kid);
  if (key === null) throw refuse('kid');
  await verifyJws(token, { keys: [key] });
  const hash = createHash('sha256').update(`logout\n${iss}\n${jti}`).digest();
  const expiresAt = new Date((claims.iat as number) * 1_000 + OLDEST + 2 * CLOCK_SKEW);
  if (!(await claimProof(deps.pool, { hash, expiresAt }))) throw refuse('jti');
  return { issuer: iss, subject: sub ?? null, sid: sid ?? null };
}

function parse(payload: Buffer): Record<string, unknown> {
  try {
    const claims: unknown = JSON.parse(payload.toString('utf8'));
    if (isObject(claims)) return claims;
  } catch {
    // It is refused below.
  }
  throw refuse('payload');
}

function checkTimes({ exp, iat }: Record<string, unknown>, now: number): void {
  if (typeof iat !== 'number' || iat * 1_000 > now + CLOCK_SKEW || iat * 1_000 < now - OLDEST) {
    throw refuse('iat');
  }
  if (exp !== undefined && !(typeof exp === 'number' && exp * 1_000 > now - CLOCK_SKEW)) throw refuse('exp');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextOrNone(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === 'string' && value !== '' && value.length <= 255);
}

function refuse(what: string): GatewayError {
  return new GatewayError('malformed', `the logout token is not accepted: its \`${what}\` does not fit`);
}
