/** Configures oidc-provider for the demo: RFC 9068 access tokens, ES256, DPoP-bound, one resource. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type Express } from 'express';
import Provider, { type Configuration, errors } from 'oidc-provider';
import { generateKeyPair, type SigningPrivateJwk } from '../../identity/jose/generate-key-pair.ts';
import type { DemoClient, DemoIssuerOptions, DemoPublicClient, FindClient } from './demo-issuer.ts';
import { demoIssuerLogin, SIGN_IN } from './demo-issuer-login.ts';

const HOUR = 3600;

export async function createDemoIssuerApp(
  issuer: string,
  options: DemoIssuerOptions,
  findClient: FindClient = async () => null,
): Promise<Express> {
  const oris = new Map(options.clients.map(({ clientId, ori }) => [clientId, ori]));
  const provider = new Provider(issuer, await configure(options, oris));
  const find = async (clientId: string) => {
    const client = await findClient(clientId);
    if (client === null) return undefined;
    oris.set(clientId, client.ori);
    return clientMetadata(client);
  };
  // The provider keeps its own clients; others are looked for by this.
  Object.defineProperty(provider.Client, 'adapter', { value: { find } });
  provider.proxy = options.isBehindProxy === true;
  const app = express().disable('x-powered-by');
  app.use('/interaction', demoIssuerLogin(provider, options, Date.now));
  app.use(provider.callback());
  return app;
}

async function configure(
  options: DemoIssuerOptions,
  orisOfClients: ReadonlyMap<string, string>,
): Promise<Configuration> {
  const { resource, clients, people, publicClients = [] } = options;
  const forOthers = new Set(clients.flatMap((one) => (one.isForOthers === true ? [one.clientId] : [])));
  const persons = new Map(people.map((person) => [person.subject, person]));
  return {
    clients: [...clients.map(clientMetadata), ...publicClients.map(publicMetadata)],
    jwks: { keys: [{ ...(await readDemoIssuerKey(options.dataDir)) }] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    scopes: ['openid', 'alpr.query', 'alpr.admin', 'alpr.ask'],
    acrValues: [SIGN_IN.acr],
    clientAuthMethods: ['private_key_jwt', 'none'],
    enabledJWA: {
      clientAuthSigningAlgValues: ['ES256', 'PS256'],
      dPoPSigningAlgValues: ['ES256', 'PS256'],
      idTokenSigningAlgValues: ['ES256'],
    },
    // The demo's pages, which learn of a logout here, run on this machine, which oidc-provider refuses.
    fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
    pkce: { required: () => true },
    ttl: {
      ClientCredentials: HOUR,
      AccessToken: HOUR,
      RefreshToken: 12 * HOUR,
      DeviceCode: HOUR / 6,
      Session: 12 * HOUR,
      Grant: 12 * HOUR,
      Interaction: HOUR,
      IdToken: HOUR,
    },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      clientCredentials: { enabled: true },
      dPoP: { enabled: true },
      deviceFlow: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: (_, asked, { clientId }) => {
          if (asked !== resource && !forOthers.has(clientId)) throw new errors.InvalidTarget();
          return {
            scope: 'alpr.query alpr.admin alpr.ask',
            audience: asked,
            accessTokenTTL: HOUR,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
    findAccount: (_, subject) => {
      const person = persons.get(subject);
      return person && { accountId: subject, claims: () => ({ sub: subject, name: person.name }) };
    },
    // First-party clients: what they may ask for was agreed when they were registered.
    loadExistingGrant: async (ctx) => {
      const { client, session } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(client.scope ?? '');
      grant.addResourceScope(resource, client.scope ?? '');
      await grant.save();
      return grant;
    },
    extraTokenClaims: (ctx, token) => {
      if (token.kind === 'ClientCredentials') return { ori: orisOfClients.get(token.clientId ?? '') };
      // A renewed token keeps the time of its sign-in, which must not look newer.
      const { AuthorizationCode, DeviceCode, RefreshToken } = ctx.oidc.entities;
      const code = RefreshToken ?? AuthorizationCode ?? DeviceCode;
      if (token.kind !== 'AccessToken' || !code) return undefined;
      return {
        ori: persons.get(token.accountId)?.ori,
        auth_time: code.authTime,
        amr: code.amr,
        acr: code.acr,
      };
    },
  };
}

function publicMetadata({ clientId, scope }: DemoPublicClient) {
  return {
    client_id: clientId,
    application_type: 'native' as const,
    scope: `openid ${scope}`,
    grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
    response_types: ['code' as const],
    // Allows any port (RFC 8252 §7.3).
    redirect_uris: ['http://127.0.0.1/callback'],
    token_endpoint_auth_method: 'none' as const,
    id_token_signed_response_alg: 'ES256' as const,
    dpop_bound_access_tokens: true,
  };
}

function clientMetadata({ clientId, logoutUri, publicJwk, scope, redirectUris = [] }: DemoClient) {
  const people = redirectUris.length > 0;
  return {
    client_id: clientId,
    jwks: { keys: [{ ...publicJwk }] },
    scope: people ? `openid ${scope}` : scope,
    grant_types: people ? ['authorization_code', 'refresh_token'] : ['client_credentials'],
    response_types: people ? (['code'] as const).slice() : [],
    redirect_uris: [...redirectUris],
    ...(logoutUri === undefined
      ? {}
      : { backchannel_logout_uri: logoutUri, backchannel_logout_session_required: true }),
    token_endpoint_auth_method: 'private_key_jwt' as const,
    id_token_signed_response_alg: 'ES256' as const,
    dpop_bound_access_tokens: true,
  };
}

const FILE = 'demo-issuer-key.json';

/**
 * Returns the private key from `dataDir`, readable by its owner only; makes one if there is none.
 * @throws Error if the file exists but is not a key: it is never overwritten
 */
async function readDemoIssuerKey(dataDir: string): Promise<SigningPrivateJwk> {
  const file = join(dataDir, FILE);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text !== undefined) {
    const key = JSON.parse(text) as SigningPrivateJwk;
    if (key.kty !== 'EC' || typeof key.d !== 'string') {
      throw new Error(`\`${file}\` holds no key: delete it to have a new one made`);
    }
    return key;
  }
  const { privateJwk } = generateKeyPair();
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  await writeFile(file, JSON.stringify(privateJwk), { mode: 0o600, flag: 'wx' });
  return privateJwk;
}
