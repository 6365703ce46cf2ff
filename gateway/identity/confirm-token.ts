/** The second opinion on an access token, by libraries that many use. */
import * as oauth from 'oauth4webapi';
import { NOT_ACCEPTED, refuseToken, TOKEN_ALGORITHMS } from '../http/challenge.ts';
import type { TokenTerms } from './access-token-claims.ts';
import type { PublicJwk } from './jose/check-public-key.ts';
import { verifyJws } from './jose/verify-jws.ts';
import { CLOCK_SKEW } from './proofs/dpop-proof.ts';
import type { RegisteredIssuer } from './registrations-store.ts';
import type { VerifiedToken } from './verify-token.ts';

/**
 * Confirms a token that is seen for the first time and has passed everything else, its proof included: it
 * costs a good millisecond.
 *
 * @param request `proof` is null for the scheme Bearer
 * @throws GatewayError `invalid_token`
 */
export async function confirmToken(
  token: string,
  { issuer, key }: VerifiedToken,
  request: { readonly method: string; readonly url: string; readonly proof: string | null },
  { resource }: TokenTerms,
  now: number,
): Promise<void> {
  const { method, proof, url } = request;
  try {
    // oauth4webapi knows no certificate-bound tokens.
    if (proof === null) return void (await verifyJws(token, { keys: [key] }));
    const headers = { Authorization: `DPoP ${token}`, DPoP: proof };
    await validate(new Request(url, { method, headers }), issuer, key, { resource, now });
  } catch (cause) {
    const scheme = proof === null ? 'Bearer' : 'DPoP';
    throw refuseToken('invalid_token', 'token_other_opinion', NOT_ACCEPTED, { scheme, cause });
  }
}

/** The key is chosen before, so the library has no choice left and never fetches. */
async function validate(
  request: Request,
  { issuer, jwksUri }: RegisteredIssuer,
  key: PublicJwk,
  { now, resource }: { readonly now: number; readonly resource: string },
): Promise<void> {
  const keys = { jwks: { keys: [{ ...key }] }, uat: Number.MAX_SAFE_INTEGER };
  await oauth.validateJwtAccessToken({ issuer, jwks_uri: jwksUri }, request, resource, {
    requireDPoP: true,
    signingAlgorithms: [...TOKEN_ALGORITHMS],
    [oauth.clockTolerance]: CLOCK_SKEW,
    [oauth.clockSkew]: Math.round((now - Date.now()) / 1000),
    [oauth.jwksCache]: keys,
  });
}
