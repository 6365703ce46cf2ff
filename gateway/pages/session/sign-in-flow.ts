/** A sign-in at an issuer: authorization code with PKCE, state and nonce (RFC 9700), tokens bound by DPoP (RFC 9449). */
import * as openid from 'openid-client';
import { tokensOf } from '../../cli/client/person-client.ts';
import { exportProofKey, importProofKey, type ProofKey } from '../../cli/client/proof-key.ts';
import { keyFor, seal, unseal } from './seal.ts';
import type { PageScope, SessionTokens } from './sessions.ts';
import type { OpenedClient } from './sign-in-clients.ts';

/** The state that the browser carries, sealed, from us to the issuer and back. */
export interface UnderWay {
  readonly clientId: string;
  readonly issuer: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly proofKey: ProofKey;
  readonly scope: string;
  readonly returnTo: string;
  /** The issuer has just asked for the second factor, for another client: it need not ask again. */
  readonly again: boolean;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

export interface Leg {
  readonly client: OpenedClient;
  readonly scope: PageScope;
  readonly returnTo: string;
  readonly again: boolean;
  readonly redirectUri: string;
  readonly resource: string;
  readonly now: number;
}

/** Milliseconds that somebody may take at the issuer. */
const PATIENCE = 15 * 60_000;

/** @returns where to send the browser, and what it must bring back. @throws NoAnswer where the issuer cannot be used */
export async function beginSignIn(
  leg: Leg,
): Promise<{ readonly address: string; readonly underWay: UnderWay }> {
  const { again, client, now, redirectUri, resource, returnTo } = leg;
  const config = await client.configuration();
  const { pushed_authorization_request_endpoint: par, scopes_supported: scopes } = config.serverMetadata();
  const keys = await openid.randomDPoPKeyPair('ES256', { extractable: true });
  const scope = ['openid', leg.scope, ...(scopes?.includes('offline_access') ? ['offline_access'] : [])].join(
    ' ',
  );
  const underWay: UnderWay = {
    ...{ clientId: client.clientId, issuer: client.issuer, scope, returnTo, again },
    ...{
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      verifier: openid.randomPKCECodeVerifier(),
    },
    proofKey: await exportProofKey(keys),
    until: now + PATIENCE,
  };
  const asked = {
    ...{ redirect_uri: redirectUri, scope, resource, state: underWay.state, nonce: underWay.nonce },
    code_challenge: await openid.calculatePKCECodeChallenge(underWay.verifier),
    code_challenge_method: 'S256',
    // A browser is shared: nobody signs in as the one before.
    ...(again ? {} : { prompt: 'login' }),
  };
  const address =
    par === undefined
      ? openid.buildAuthorizationUrl(config, asked)
      : await openid.buildAuthorizationUrlWithPAR(config, asked);
  return { address: address.href, underWay };
}

export interface SignedInPerson {
  readonly subject: string;
  readonly sid: string | null;
  readonly tokens: SessionTokens;
}

/**
 * @param url that the browser came back to, as the issuer knows it
 * @throws Error of openid-client where state, nonce, issuer or code do not fit
 */
export async function endSignIn(
  client: OpenedClient,
  underWay: UnderWay,
  url: URL,
  resource: string,
): Promise<SignedInPerson> {
  const config = await client.configuration();
  const DPoP = openid.getDPoPHandle(config, await importProofKey(underWay.proofKey));
  const checks = {
    ...{ expectedState: underWay.state, expectedNonce: underWay.nonce, pkceCodeVerifier: underWay.verifier },
    idTokenExpected: true,
  };
  const granted = await openid.authorizationCodeGrant(config, url, checks, { resource }, { DPoP });
  const claims = granted.claims();
  if (claims === undefined) throw new Error('the issuer gave no ID token');
  const { auth_time: authTime, name, sid, sub } = claims;
  return {
    subject: sub,
    sid: typeof sid === 'string' ? sid : null,
    tokens: {
      clientId: client.clientId,
      name: typeof name === 'string' && name !== '' ? name : sub,
      scope: pageScopeOf(underWay),
      signedInAt: typeof authTime === 'number' ? authTime * 1_000 : Date.now(),
      ...tokensOf(granted, null),
      proofKey: underWay.proofKey,
    },
  };
}

export function pageScopeOf({ scope }: Pick<UnderWay, 'scope'>): PageScope {
  const asked = scope.split(' ');
  return (['alpr.admin', 'alpr.ask'] as const).find((one) => asked.includes(one)) ?? 'alpr.query';
}

const PREFIX = 'under-way.';

/** @param secret the same on every node: whichever answers when the browser comes back can read it */
export function sealUnderWay(underWay: UnderWay, secret: Buffer): string {
  return PREFIX + seal(JSON.stringify(underWay), keyFor(secret, 'under-way')).toString('base64url');
}

/** Returns null if there is none, it was altered, or it took too long. */
export function openUnderWay(text: string | null, secret: Buffer, now: number): UnderWay | null {
  if (!text?.startsWith(PREFIX)) return null;
  const opened = unseal(Buffer.from(text.slice(PREFIX.length), 'base64url'), keyFor(secret, 'under-way'));
  const underWay = opened === null ? null : (JSON.parse(opened) as UnderWay);
  return underWay === null || underWay.until < now ? null : underWay;
}
