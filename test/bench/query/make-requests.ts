/** The requests of a round as bytes, with a token and a fresh proof in each, made before the clock starts. */
import { createHash, createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { ClientsFile } from '../../../gateway/cli/connect.ts';
import { DAY } from '../../../sharing-rules/retention.ts';
import { benchPlate } from './fill-reads.ts';
import type { Requests } from './load.ts';

/** A client with a token bound to a key of its own. */
export interface Asker {
  readonly ori: string;
  readonly token: string;
  readonly proofFor: (url: string) => string;
}

interface Jwk {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y: string;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function jws(header: object, claims: object, key: ReturnType<typeof createPrivateKey>): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** Signs in at the demo's issuer as one of its clients (RFC 7523, RFC 9449). */
export async function signIn(file: ClientsFile, name: string): Promise<Asker> {
  const known = file.clients.find((client) => client.name === name);
  if (known === undefined) throw new Error(`the demo has no client \`${name}\``);
  const metadata = await (await fetch(`${file.issuer}/.well-known/openid-configuration`)).json();
  const tokenUrl = (metadata as { token_endpoint: string }).token_endpoint;
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' }) as unknown as Jwk;
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } };
  const proof = (htm: string, htu: string, ath?: string) =>
    jws(
      header,
      { jti: randomUUID(), htm, htu, iat: Math.floor(Date.now() / 1000), ...(ath ? { ath } : {}) },
      privateKey,
    );
  const now = Math.floor(Date.now() / 1000);
  const assertion = jws(
    { alg: 'ES256', kid: known.privateJwk.kid },
    {
      iss: known.clientId,
      sub: known.clientId,
      aud: file.issuer,
      iat: now,
      exp: now + 60,
      jti: randomUUID(),
    },
    createPrivateKey({ key: known.privateJwk as unknown as import('node:crypto').JsonWebKey, format: 'jwk' }),
  );
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: { DPoP: proof('POST', tokenUrl) },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope: known.scope,
      resource: file.resource,
      client_id: known.clientId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  });
  const { access_token: token, ...problem } = (await response.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`no token for \`${name}\`: ${JSON.stringify(problem)}`);
  const ath = createHash('sha256').update(token).digest('base64url');
  return { ori: known.ori, token, proofFor: (url) => proof('POST', url, ath) };
}

export interface RoundOptions {
  readonly connections: number;
  /** Requests of each connection. */
  readonly each: number;
  /** How far back each query looks. */
  readonly days: number;
  /** How many there are. */
  readonly reads: number;
  readonly seed: number;
}

export function makeRequests(
  gatewayUrl: string,
  askers: readonly Asker[],
  { connections, each, days, reads, seed }: RoundOptions,
): Requests[] {
  const url = `${gatewayUrl}/v1/queries`;
  const host = new URL(gatewayUrl).host;
  return Array.from({ length: connections }, (_, connection) => {
    const asker = askers[connection % askers.length] as Asker;
    return Array.from({ length: each }, (_, i) => {
      const now = Date.now();
      const body = JSON.stringify({
        purpose: {
          code: 'stolen_vehicle',
          caseNumber: 'CR-2026-0142',
          justification: 'sedan stolen from a driveway overnight',
        },
        onBehalfOf: { id: `officer-${(connection * 7 + i) % 40}`, name: 'Officer', ori: asker.ori },
        plate: { number: benchPlate(seed * 7919 + connection * 3571 + i * 17, reads) },
        from: new Date(now - days * DAY).toISOString(),
        to: new Date(now).toISOString(),
        limit: 25,
      });
      return Buffer.from(
        `POST /v1/queries HTTP/1.1\r\nHost: ${host}\r\nAuthorization: DPoP ${asker.token}\r\nDPoP: ${asker.proofFor(url)}\r\n` +
          `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    });
  });
}
