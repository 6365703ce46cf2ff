/** A good request of Adams' system, and how a test bends it. */

import {
  type Members,
  makeJws,
  proofClaims,
  publicPart,
  seconds,
  thumbprintOf,
} from '../../../setup/mint.ts';
import { ADAMS } from '../cast.ts';
import type { IdentityFixture } from '../identity-fixture.ts';
import type { Answer } from '../resource-server.ts';

/** Members replace those of the good one; `undefined` takes one away. */
export interface Bend {
  readonly header?: Members;
  readonly claims?: Members;
  /** Another key than the issuer's, or than the one that the token is bound to. */
  readonly key?: object;
  /** The finished text, bent. */
  readonly text?: (text: string, kit: Kit) => string;
}

export interface BentRequest {
  readonly token?: Bend | ((kit: Kit) => Bend);
  readonly proof?: Bend | ((kit: Kit) => Bend);
  /** The headers sent instead of `Authorization: DPoP …` and `DPoP: …`. */
  readonly send?: (token: string, proof: string) => readonly (readonly [string, string])[];
  readonly path?: string;
}

export interface Kit {
  readonly fixture: IdentityFixture;
  /** The client's proof key, and a stranger's. */
  readonly own: Members;
  readonly foreign: Members;
}

const PATH = '/v1/queries';

export function makeToken({ fixture, own }: Kit, { header, claims, key, text }: Bend, kit: Kit): string {
  const { issuerKey, issuer, node } = fixture;
  const made = makeJws(
    { alg: 'ES256', typ: 'at+jwt', kid: issuerKey.kid, ...header },
    {
      iss: issuer.issuer,
      sub: 'adams',
      client_id: 'adams',
      aud: node.url,
      iat: seconds(),
      exp: seconds() + 300,
      jti: crypto.randomUUID(),
      scope: 'alpr.query',
      ori: ADAMS,
      cnf: { jkt: thumbprintOf(own) },
      ...claims,
    },
    key ?? issuerKey,
  );
  return text?.(made, kit) ?? made;
}

export function makeProof(kit: Kit, token: string, { header, claims, key, text }: Bend, path = PATH): string {
  const signer = (key ?? kit.own) as Members;
  const made = makeJws(
    { alg: signer.kty === 'RSA' ? 'PS256' : 'ES256', typ: 'dpop+jwt', jwk: publicPart(signer), ...header },
    { ...proofClaims('POST', kit.fixture.node.url + path, token), ...claims },
    signer,
  );
  return text?.(made, kit) ?? made;
}

const bendOf = (bend: BentRequest['token'], kit: Kit): Bend =>
  typeof bend === 'function' ? bend(kit) : (bend ?? {});

/** @param known the token is sent well first, so that the node has it by its hash */
export async function sendBent(kit: Kit, bent: BentRequest, known = false): Promise<Answer> {
  const path = bent.path ?? PATH;
  const token = makeToken(kit, bendOf(bent.token, kit), kit);
  const ask = (proof: string, send: NonNullable<BentRequest['send']>) =>
    kit.fixture.node.ask('POST', path, send(token, proof));
  if (known) {
    const first = await ask(makeProof(kit, token, {}, path), both);
    if (first.status !== 200) throw new Error(`the good request was refused: ${first.text}`);
  }
  return ask(makeProof(kit, token, bendOf(bent.proof, kit), path.split('?')[0]), bent.send ?? both);
}

export const both = (token: string, proof: string) =>
  [
    ['Authorization', `DPoP ${token}`],
    ['DPoP', proof],
  ] as const;
