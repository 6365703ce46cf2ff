/** Access tokens of the owner's people with a fresh proof each, as an issuer of the registry mints them. */
import { generateKeyPair } from '../../gateway/jose/generate-key-pair.ts';
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

/** Id of a client, e.g. `admin-1`, or a person. */
export type Who = string | SignedInPerson;

export interface TokenIssuer extends Served {
  /** Headers for one request to the gateway at this URL. */
  credentials(gateway: string, who: Who, method: string, path: string): Record<string, string>;
}

export async function startTokenIssuer(): Promise<TokenIssuer> {
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
          ...whoClaims(who),
          aud: gateway,
          iat: seconds(),
          exp: seconds() + 300,
          jti: crypto.randomUUID(),
          scope: 'alpr.admin',
          ori: OWNER,
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
  const { amr = ['pwd', 'otp'], minutesAgo = 0, person } = who;
  return { sub: person, client_id: 'console', auth_time: seconds() - minutesAgo * 60, amr };
}
