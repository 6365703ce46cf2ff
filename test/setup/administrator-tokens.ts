/** Access tokens of the owner's people with a fresh proof each, as an issuer of the registry mints them. */
import { generateKeyPair } from '../../gateway/identity/jose/generate-key-pair.ts';
import { OWNER } from './database/test-registry.ts';
import { makeJws, proofClaims, publicPart, seconds, thumbprintOf } from './mint.ts';
import { type Served, serveOnLoopback } from './serve-on-loopback.ts';

/** A person who has signed in at the owner's issuer, by the client `console` (`addConsole`). */
export interface SignedInPerson {
  readonly person: string;
  /** Of the sign-in; default: just now. */
  readonly minutesAgo?: number;
  /** Default: password and one-time code. */
  readonly amr?: readonly string[];
}

/** A client of a partner, with the scope that its token has. */
export interface PartnerClient {
  readonly client: string;
  readonly ori: string;
  readonly scope: string;
}

/** Id of a client of the owner's, e.g. `admin-1`, or a person, or a partner's client. */
export type Who = string | SignedInPerson | PartnerClient;

export interface TokenIssuer extends Served {
  /** Headers for one request to the gateway at this URL. */
  credentials(gateway: string, who: Who, method: string, path: string): Record<string, string>;
}

/** @param owner whose people sign in */
export async function startTokenIssuer(owner: string = OWNER): Promise<TokenIssuer> {
  const issuerKey = generateKeyPair();
  const clientKey = generateKeyPair().privateJwk;
  const keySet = JSON.stringify({ keys: [issuerKey.publicJwk] });
  const issuer = await serveOnLoopback((_, response) => {
    response.setHeader('Content-Type', 'application/jwk-set+json').end(keySet);
  });
  return {
    ...issuer,
    credentials: (gateway, who, method, path) => {
      const token = makeJws(
        { alg: 'ES256', typ: 'at+jwt', kid: issuerKey.privateJwk.kid },
        {
          iss: issuer.url,
          ...{ scope: 'alpr.admin', ori: owner },
          ...whoClaims(who),
          aud: gateway,
          iat: seconds(),
          exp: seconds() + 300,
          jti: crypto.randomUUID(),
          cnf: { jkt: thumbprintOf({ ...clientKey }) },
        },
        issuerKey.privateJwk,
      );
      const proof = makeJws(
        { alg: 'ES256', typ: 'dpop+jwt', jwk: publicPart({ ...clientKey }) },
        proofClaims(method, gateway + path.split('?')[0], token),
        clientKey,
      );
      return { Authorization: `DPoP ${token}`, DPoP: proof };
    },
  };
}

function whoClaims(who: Who): Record<string, unknown> {
  if (typeof who === 'string') return { sub: who, client_id: who };
  if ('client' in who) {
    const { client, ori, scope } = who;
    return { sub: client, client_id: client, ori, scope };
  }
  const { amr = ['pwd', 'otp'], minutesAgo = 0, person } = who;
  return { sub: person, client_id: 'console', auth_time: seconds() - minutesAgo * 60, amr };
}
