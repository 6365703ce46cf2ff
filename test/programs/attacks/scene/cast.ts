/** Who plays: an issuer of our own with the owner's staff and partners' people and systems, each with what they rightly hold. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { generateKeyPair } from '../../../../gateway/identity/jose/generate-key-pair.ts';
import { type Asker, createProofKey } from '../../../setup/asker.ts';
import { type Members, makeJws, seconds } from '../../../setup/mint.ts';

export const OWNER = 'CO0010300';
export const ADAMS = 'CO0010000';
export const AURORA = 'CO0010100';
export const BRIGHTON = 'CO0010200';
export const THORNTON = 'CO0010400';
export const ARAPAHOE = 'CO0030000';
const PARTNERS = [ADAMS, AURORA, BRIGHTON, THORNTON, ARAPAHOE] as const;

/** The owner's issuer stands behind roles, the partners' does not. */
type Issuer = 'owner' | 'partners';

interface Member {
  readonly issuer: Issuer;
  readonly ori: string;
  /** Null: a system. */
  readonly signsInBy: string | null;
  readonly roles?: readonly string[];
  /** Of a system: the person whose key it is. */
  readonly actsFor?: string;
}

const staff = (role: string): Member => ({
  issuer: 'owner',
  ori: OWNER,
  signsInBy: 'console',
  roles: [role],
});
const key = (actsFor: string): Member => ({ issuer: 'owner', ori: OWNER, signsInBy: null, actsFor });
const system = (ori: string): Member => ({ issuer: 'partners', ori, signsInBy: null });
const person = (ori: string): Member => ({ issuer: 'partners', ori, signsInBy: `app-${ori}` });

const MEMBERS = {
  'first-admin': staff('sharing_admin'),
  'second-admin': staff('sharing_admin'),
  'a-reviewer': staff('reviewer'),
  'an-auditor': staff('auditor'),
  'a-chief': staff('chief'),
  'first-admin-key': key('first-admin'),
  'second-admin-key': key('second-admin'),
  'reviewer-key': key('a-reviewer'),
  'auditor-key': key('an-auditor'),
  'chief-key': key('a-chief'),
  adams: system(ADAMS),
  aurora: system(AURORA),
  brighton: system(BRIGHTON),
  thornton: system(THORNTON),
  arapahoe: system(ARAPAHOE),
  'adams-sergeant': person(ADAMS),
  'adams-detective': person(ADAMS),
} as const satisfies Record<string, Member>;

export type MemberName = keyof typeof MEMBERS;

export interface Cast {
  /** @param resource the gateway's public address @param changes of the token's claims */
  as(name: MemberName, resource: string, changes?: Members): Asker;
  /** What `register` takes. @param withAgencies where the registry is empty */
  registration(withAgencies: boolean): object;
  close(): Promise<void>;
}

const NOW_SIGNED_IN = () => ({ auth_time: seconds() - 5, amr: ['pwd', 'otp', 'mfa'] });
const LIFETIME = 3_500;

export async function createCast(): Promise<Cast> {
  const { privateJwk, publicJwk } = generateKeyPair();
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys: [publicJwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const issuerOf = (issuer: Issuer) => `${url}/${issuer}`;
  return {
    as(name, resource, changes = {}) {
      const { issuer, ori, signsInBy }: Member = MEMBERS[name];
      const proofKey = createProofKey();
      const claims = {
        iss: issuerOf(issuer),
        sub: name,
        client_id: signsInBy ?? name,
        aud: resource,
        iat: seconds(),
        exp: seconds() + LIFETIME,
        jti: randomUUID(),
        scope: issuer === 'owner' ? 'alpr.admin' : 'alpr.query',
        ori,
        cnf: { jkt: proofKey.thumbprint },
        ...(signsInBy === null ? {} : NOW_SIGNED_IN()),
        ...changes,
      };
      const token = makeJws({ typ: 'at+jwt', alg: 'ES256', kid: publicJwk.kid }, claims, privateJwk);
      return { ori, token, proof: (method, path) => proofKey.prove(method, resource + path, token) };
    },
    registration: (withAgencies) => registrationOf(issuerOf, `${url}/jwks`, withAgencies),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function registrationOf(issuerOf: (issuer: Issuer) => string, jwksUri: string, withAgencies: boolean) {
  const all = Object.entries(MEMBERS) as [string, Member][];
  const people = all.filter(([, { signsInBy }]) => signsInBy !== null);
  const apps = new Map(
    people.map(([, { issuer, ori, signsInBy }]) => [signsInBy as string, { issuer, ori }]),
  );
  const agency = (ori: string) => ({
    ori,
    name: `Agency ${ori}`,
    class: 'municipal',
    state: 'CO',
    county: null,
    boundByArticle74: true,
    has287g: false,
    federalMembers: false,
    status: 'active',
    roster: 1_000,
  });
  return {
    issuers: (['owner', 'partners'] as const).map((issuer) => ({
      issuer: issuerOf(issuer),
      jwksUri,
      assertsRoles: issuer === 'owner',
    })),
    ...(withAgencies ? { agencies: [OWNER, ...PARTNERS].map(agency) } : {}),
    persons: people.map(([subject, { issuer, ori, roles = [] }]) => ({
      issuer: issuerOf(issuer),
      subject,
      name: `Person ${subject}`,
      ori,
      roles,
      ...(roles.length === 0 ? {} : { employeeId: `E-${subject}` }),
    })),
    clients: [
      ...[...apps].map(([clientId, { issuer, ori }]) => ({
        issuer: issuerOf(issuer),
        clientId,
        ori,
        actsFor: null,
      })),
      ...all
        .filter(([, { signsInBy }]) => signsInBy === null)
        .map(([clientId, { actsFor = null, issuer, ori }]) => ({
          issuer: issuerOf(issuer),
          clientId,
          ori,
          actsFor,
        })),
    ],
  };
}
