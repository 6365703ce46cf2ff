/** Looks at each registered issuer: its keys, its discovery, and what it puts into tokens, as far as that can be asked for. */
import * as openid from 'openid-client';
import type pg from 'pg';
import { type ClientsFile, readClientsFile } from '../../cli/client/connect.ts';
import { discover } from '../../cli/client/http-client.ts';
import { findSignIns } from '../../cli/client/kept-sign-ins.ts';
import { commandConfig } from '../../cli/command-config.ts';
import { checkClaims, readConfirmation } from '../../identity/access-token-claims.ts';
import { checkIssuerKeySet } from '../../identity/check-issuer-key-set.ts';
import { fetchKeySet } from '../../identity/issuer-keys.ts';
import { hasSecondFactor } from '../../identity/second-factor.ts';
import { findKnownIssuers, type KnownIssuer } from '../../registry/identities/issuers-store.ts';
import type { Config } from '../../settings/config.ts';
import { examine, type Finding, unchecked } from './finding.ts';
import { type Claims, claimsOf, sampleToken } from './sample-token.ts';

const MOST_ISSUERS = 100;
/** A name for discovery, at which nobody signs in. */
const NOBODY = 'doctor';

type Settings = Pick<Config, 'publicUrl' | 'maxTokenSeconds'>;

/** @param now milliseconds since the epoch */
export async function examineIssuers(
  settings: Settings,
  pool: pg.Pool,
  now: () => number,
): Promise<Finding[]> {
  const issuers = await findKnownIssuers(pool, { status: 'active', limit: MOST_ISSUERS }).catch(() => null);
  // The schema is at fault, and was told.
  if (issuers === null) return [];
  if (issuers.length === 0) {
    const next = 'npm run gateway -- register --help';
    return [{ check: 'issuer', state: 'fault', says: 'no issuer is registered: nobody can sign in', next }];
  }
  let clients: ClientsFile | null = null;
  const file = await examine('clients-file', 'correct the file of clients', async () => {
    if (commandConfig().named.CLIENTS_FILE === undefined) return unchecked('no file of clients is given');
    clients = readClientsFile();
    return 'the file of clients can be used';
  });
  const found = await Promise.all(issuers.map((issuer) => examineIssuer(issuer, { settings, clients, now })));
  return [...(file.state === 'unchecked' ? [] : [file]), ...found.flat()];
}

interface Asking {
  readonly settings: Settings;
  readonly clients: ClientsFile | null;
  readonly now: () => number;
}

async function examineIssuer(known: KnownIssuer, { clients, now, settings }: Asking): Promise<Finding[]> {
  const { assertsRoles, issuer, jwksUri } = known;
  const metadata = discover({ issuer, clientId: NOBODY }, openid.None(), settings.publicUrl).then((config) =>
    config.serverMetadata(),
  );
  const client = clients?.issuer === issuer ? clients.clients[0] : undefined;
  const token = client === undefined ? null : sampleToken(issuer, client, settings.publicUrl);
  token?.catch(() => undefined);
  const see = (part: string, next: string, look: () => Promise<string | Omit<Finding, 'check'>>) =>
    examine(`issuer-${part}`, `at ${issuer}: ${next}`, look);
  const discovery = await see(
    'discovery',
    'serve /.well-known/openid-configuration, with exactly the registered `issuer` and `jwksUri` in it',
    async () => {
      const { jwks_uri: named } = await metadata;
      if (named !== jwksUri) throw new Error(`its discovery names other keys than the registered ${jwksUri}`);
      return `${issuer} tells of itself as it is registered`;
    },
  );
  const keys = await see(
    'keys',
    'publish keys for ES256 or PS256, each with a `kid`, at the registered address',
    async () => {
      const { size } = checkIssuerKeySet(await fetchKeySet(jwksUri));
      return `${issuer} publishes ${size === 1 ? 'a key' : `${size} keys`} that can be used`;
    },
  );
  // What follows would only say again that nobody answers.
  const isKnown = await metadata.then(
    () => true,
    () => false,
  );
  if (!isKnown) return [discovery, keys];
  return [
    discovery,
    keys,
    await see(
      'dpop',
      'take DPoP proofs (ES256) at the token endpoint, and put the key into `cnf.jkt`',
      async () => {
        const algorithms = (await metadata).dpop_signing_alg_values_supported ?? [];
        if (!algorithms.includes('ES256')) throw new Error(`${issuer} does not offer DPoP with ES256`);
        if (token === null) return `${issuer} offers DPoP with ES256`;
        const { cnf } = await token;
        if (readConfirmation(cnf)?.method !== 'jkt') throw new Error(`${issuer} binds no token to its key`);
        return `${issuer} binds tokens to their keys`;
      },
    ),
    await see(
      'resource',
      'take `resource` (RFC 8707) with every request, and put it into `aud`',
      async () => {
        if (token === null) {
          return unchecked(
            `nobody has asked ${issuer} for a token: the file of clients (CLIENTS_FILE) names no client of it`,
            'run this with the file of clients of an administrator',
          );
        }
        const terms = { resource: settings.publicUrl, longestLife: settings.maxTokenSeconds };
        checkClaims(await token, terms, now() / 1000, 'DPoP');
        return `${issuer} gives tokens for PUBLIC_URL, with every claim`;
      },
    ),
    ...(assertsRoles ? [await see('amr', AMR, () => lookAtSecondFactor(known, settings.publicUrl))] : []),
  ];
}

const AMR =
  'put `auth_time` and `amr` (`mfa`, or two of different kinds) into the access token whenever `prompt=login` is sent';

/** The factors of a person: only a sign-in shows them. */
async function lookAtSecondFactor(
  { issuer }: KnownIssuer,
  resource: string,
): Promise<string | Omit<Finding, 'check'>> {
  const [kept] = findSignIns({ issuer, resource }).sort((a, b) => b.signedInAt - a.signedInAt);
  if (kept === undefined) {
    return unchecked(
      `nobody has signed in at ${issuer} from here, and only a sign-in shows its factors`,
      'sign in with the command `sign-in`, and run this again with the same DATA_DIR',
    );
  }
  const claims: Claims & { readonly amr?: readonly string[]; readonly acr?: string } = claimsOf(
    kept.accessToken,
  );
  if (typeof claims.auth_time !== 'number') throw new Error(`${issuer} does not say when a person signed in`);
  if (!hasSecondFactor(claims, [])) throw new Error(`${issuer} does not say that a person used two factors`);
  return `${issuer} says when a person signed in, and by two factors`;
}
