/** Gets a token as a client of the file of clients would, and reads what the issuer puts into tokens. */
import * as openid from 'openid-client';
import type { ClientsFile } from '../../cli/client/connect.ts';
import { discover, explain } from '../../cli/client/http-client.ts';
import { signInKey } from '../../cli/client/http-client-key.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** @throws NoAnswer with the issuer's own words where it gives none */
export async function sampleToken(
  issuer: string,
  { clientId, privateJwk, scope }: ClientsFile['clients'][number],
  resource: string,
): Promise<Claims> {
  const authentication = openid.PrivateKeyJwt(await signInKey(privateJwk));
  const config = await discover({ issuer, clientId }, authentication, resource);
  const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'));
  const granted = await openid
    .clientCredentialsGrant(config, { scope, resource }, { DPoP })
    .catch(explain(`\`${clientId}\` got no token from ${issuer}`));
  return claimsOf(granted.access_token);
}

/** Reads the claims without verifying them: they are only looked at. @throws Error if it is not a JWT */
export function claimsOf(token: string): Claims {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    throw new Error('the access token is not a JWT (RFC 9068)');
  }
}
