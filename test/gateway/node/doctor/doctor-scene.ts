/** A gateway's surroundings that are well, each of which a test may spoil: databases, Redis, an issuer and a proxy. */
import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { keepSignIn } from '../../../../gateway/cli/client/kept-sign-ins.ts';
import { makeProofKey } from '../../../../gateway/cli/client/proof-key.ts';
import { freePort } from '../../../../gateway/demo/free-port.ts';
import { loadSecrets } from '../../../../gateway/settings/secrets.ts';
import { createTestDatabases, type TestDatabases } from '../../../setup/database/test-databases.ts';
import { serveOnLoopback } from '../../../setup/serve-on-loopback.ts';
import { startTestRedis, type TestRedis } from '../../../setup/test-redis.ts';

export interface DoctorScene {
  readonly settings: Readonly<Record<string, string>>;
  readonly databases: TestDatabases;
  readonly redis: TestRedis;
  /** Replaces parts of the issuer's correct answers. */
  readonly issuer: { metadata: object; keys: object; claims: object };
  /** Sets how the proxy behaves. */
  readonly proxy: { buffers: boolean; passesOn: boolean; leadsTo: number };
  readonly port: number;
  readonly keyFile: string;
  /** Connects as the owner of the gateway's database. */
  sql(statement: string): Promise<void>;
  signIn(amr: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const tokenWith = (claims: object) =>
  ['{"alg":"ES256","typ":"at+jwt"}', JSON.stringify(claims), 'unsigned']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

export async function openDoctorScene(): Promise<DoctorScene> {
  const directory = await mkdtemp(join(tmpdir(), 'doctor-'));
  const [databases, redis, port] = await Promise.all([createTestDatabases(), startTestRedis(), freePort()]);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer: DoctorScene['issuer'] = { metadata: {}, keys: {}, claims: {} };
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'ES256' };
  const served = await serveOnLoopback((request, response) => {
    const seconds = Math.floor(Date.now() / 1000);
    const answers: Record<string, object> = {
      '/.well-known/openid-configuration': {
        issuer: served.url,
        jwks_uri: `${served.url}/jwks`,
        token_endpoint: `${served.url}/token`,
        dpop_signing_alg_values_supported: ['ES256'],
        ...issuer.metadata,
      },
      '/jwks': { keys: [publicJwk], ...issuer.keys },
      '/token': {
        token_type: 'DPoP',
        expires_in: 300,
        access_token: tokenWith({
          ...{ iss: served.url, sub: 'jane-cli', client_id: 'jane-cli', jti: 'a', ori: 'CO0010300' },
          ...{ iat: seconds, exp: seconds + 300, scope: 'alpr.admin', aud: settings.PUBLIC_URL },
          cnf: { jkt: 'A'.repeat(43) },
          ...issuer.claims,
        }),
      },
    };
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(answers[request.url as string] ?? {}));
  });
  const proxy: DoctorScene['proxy'] = { buffers: false, passesOn: false, leadsTo: port };
  const front = await serveOnLoopback((request, response) => passOn(request, response, proxy));
  const dataDir = join(directory, 'data');
  const settings: Record<string, string> = {
    ...{ DATABASE_URL: databases.gatewayUrl, READS_DATABASE_URL: databases.readsUrl },
    ...{ OWNER_READS_DATABASE_URL: databases.readsOwnerUrl, REDIS_URL: redis.url },
    ...{ PORT: String(port), PUBLIC_URL: front.url, TRUSTED_PROXIES: '127.0.0.1' },
    ...{ CLIENT_CERTIFICATE_HEADER: 'X-Client-Cert', LOG_ORIGIN: 'log.test/doctor', DATA_DIR: dataDir },
    CLIENTS_FILE: join(directory, 'clients.json'),
  };
  await mkdir(dataDir);
  loadSecrets(dataDir);
  const privateJwk = privateKey.export({ format: 'jwk' });
  const clients = [{ name: 'jane', ori: 'CO0010300', clientId: 'jane-cli', privateJwk, scope: 'alpr.admin' }];
  const file = { gateway: front.url, issuer: served.url, resource: front.url, clients };
  await writeFile(
    settings.CLIENTS_FILE as string,
    JSON.stringify({ ...file, logKey: 'log.test/doctor+00000001+AQ==' }),
  );
  await chmod(settings.CLIENTS_FILE as string, 0o600);
  const sql = async (statement: string) => {
    const client = new pg.Client(databases.gatewayOwnerUrl);
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await sql(
    `INSERT INTO identity_issuer (issuer, jwks_uri, asserts_roles) VALUES ('${served.url}', '${served.url}/jwks', true)`,
  );
  return {
    ...{ settings, databases, redis, issuer, proxy, port, sql },
    keyFile: join(dataDir, 'secrets', 'log-key.pem'),
    signIn: async (amr) =>
      keepSignIn({
        ...{ name: 'jane', issuer: served.url, clientId: 'cli', scope: 'openid', resource: front.url },
        ...{ ori: 'CO0010300', signedInAt: Date.now(), expiresAt: Date.now(), refreshToken: null },
        accessToken: tokenWith({ auth_time: Math.floor(Date.now() / 1000), amr }),
        proofKey: await makeProofKey(),
      }),
    close: async () => {
      served.close();
      front.close();
      await Promise.all([redis.close(), databases.drop()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function passOn(
  from: IncomingMessage,
  to: ServerResponse,
  { buffers, leadsTo, passesOn }: DoctorScene['proxy'],
) {
  const { 'x-client-cert': certificate, ...others } = from.headers;
  const headers = {
    ...others,
    'x-forwarded-for': from.socket.remoteAddress,
    ...(passesOn ? { 'x-client-cert': certificate } : {}),
  };
  const request = ask({ port: leadsTo, path: from.url, method: from.method, headers }, async (answer) => {
    to.writeHead(answer.statusCode as number, answer.headers);
    if (buffers) to.end(await text(answer));
    else answer.pipe(to);
  });
  request.on('error', () => to.writeHead(502).end());
  from.pipe(request);
}
