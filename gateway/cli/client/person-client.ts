/** Requests as a person who has signed in; the access token is renewed while the issuer allows it. */
import * as openid from 'openid-client';
import { nextCommand } from '../next-command.ts';
import { discover, type GatewayClient, requestsWith } from './http-client.ts';
import { type KeptSignIn, keepSignIn, MARGIN } from './kept-sign-ins.ts';
import { importProofKey } from './proof-key.ts';

/** @throws Error that says to sign in again, if the sign-in has expired and cannot be renewed */
export async function connectAsPerson(kept: KeptSignIn, gatewayUrl: string): Promise<GatewayClient> {
  let signIn = kept;
  const config = await discover(kept, openid.None(), gatewayUrl);
  const DPoP = openid.getDPoPHandle(config, await importProofKey(kept.proofKey));
  const current = async () => {
    if (Date.now() < signIn.expiresAt - MARGIN) return signIn.accessToken;
    const { name, refreshToken, resource } = signIn;
    if (refreshToken === null) throw expired(name);
    const renewed = await openid
      .refreshTokenGrant(config, refreshToken, { resource }, { DPoP })
      .catch((cause) => {
        throw expired(name, cause);
      });
    signIn = { ...signIn, ...tokensOf(renewed, refreshToken) };
    keepSignIn(signIn);
    return signIn.accessToken;
  };
  const refused = () => {
    signIn = { ...signIn, expiresAt: 0 };
  };
  return requestsWith({ config, DPoP, resource: kept.resource, current, refused }, gatewayUrl);
}

/** @param before refresh token to keep if the issuer gives no new one */
export function tokensOf(
  granted: openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers,
  before: string | null,
): Pick<KeptSignIn, 'accessToken' | 'expiresAt' | 'refreshToken'> {
  return {
    accessToken: granted.access_token,
    expiresAt: Date.now() + (granted.expiresIn() ?? 0) * 1000,
    refreshToken: granted.refresh_token ?? before,
  };
}

function expired(name: string, cause?: unknown): Error {
  return new Error(`the sign-in of \`${name}\` has expired; sign in again: ${nextCommand('sign-in')}`, {
    cause,
  });
}
