/** The way to another gateway with one fault planted in it: the test names the part, and whose side it is on, in time. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createCheckpointSigner, generateLogKey } from '../../../../gateway/audit/checkpoint-signer.ts';
import { EnvelopeKeys } from '../../../../gateway/identity/jose/envelope-keys/envelope-keys.ts';
import { type Peer, readPeer } from '../../../../gateway/network/agreements/peers-store.ts';
import { CHECKS } from '../../../../gateway/network/peer-test/peer-test.schema.ts';
import { type TestPeerDeps, testPeer } from '../../../../gateway/network/peer-test/test-peer.ts';
import { insertAgreement } from '../../../setup/database/insert-agreement.ts';
import {
  createSharingFixture,
  PARTNER,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { openQueue, type PatientQueue } from '../../../setup/patient-queue.ts';
import { type ServedQueries, serveQueries } from '../../query/serve-queries.ts';

const HOUR = 3_600_000;

type Behavior = (request: IncomingMessage, response: ServerResponse) => boolean;

let ours: SharingFixture;
let theirs: SharingFixture;
let queue: PatientQueue;
let queries: ServedQueries;
let front: Server;
let url: string;
let deps: TestPeerDeps;
let peer: Peer;
let metadata: object;
/** The fault that is planted: true where it has answered. */
let fault: Behavior = () => false;

beforeAll(async () => {
  [ours, theirs] = [await createSharingFixture(), await createSharingFixture()];
  queue = openQueue({ url: theirs.databases.gatewayUrl, connections: 1 }, theirs.deps);
  queries = await serveQueries(theirs, queue, {});
  front = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await new Promise((done) => front.once('listening', done));
  url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  await insertAgreement(ours.ownerPool, { ori: PARTNER, resource: url, logKey: theirs.deps.signer.vkey });
  peer = (await readPeer(ours.pool, PARTNER)) as Peer;
  const directory = mkdtempSync(join(tmpdir(), 'peer-test-'));
  const keys = await EnvelopeKeys.open(directory, { publishAhead: HOUR, overlap: HOUR }, 0);
  deps = {
    ...{ pool: ours.pool, envelopeKeys: keys, owner: PARTNER, origin: 'log.test/ours', now: Date.now },
    ...{ resource: 'https://ours.test', outbound: { allow: ['127.0.0.0/8'] }, credentialsDir: directory },
    connect: async (_credentials, gateway) => ({
      open: async () => new Response(),
      request: async (method, path, body, headers) => {
        const sent = typeof body === 'string' ? body : JSON.stringify(body);
        const got = await fetch(gateway + path, {
          ...{ method, body: sent },
          headers: { 'Content-Type': 'application/json', ...headers },
        });
        const text = await got.text();
        return {
          status: got.status,
          headers: got.headers,
          body: text === '' ? null : JSON.parse(text),
        } as never;
      },
    }),
  };
});
afterAll(async () => {
  queries.close();
  front.closeAllConnections();
  front.close();
  await queue.close();
  await Promise.all([ours.close(), theirs.close()]);
});
beforeEach(() => {
  fault = () => false;
  metadata = { resource: url, alpr_ori: PARTNER, alpr_log_key: theirs.deps.signer.vkey, alpr_request: [] };
  giveCredentials(url);
});

function giveCredentials(gateway: string): void {
  const content = { gateway, issuer: 'https://id.test', clientId: 'ours', privateJwk: {}, resource: url };
  writeFileSync(join(deps.credentialsDir, 'co0010000.json'), JSON.stringify(content), { mode: 0o600 });
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (fault(request, response)) return;
  if (request.url === '/.well-known/oauth-protected-resource')
    return void response.end(JSON.stringify(metadata));
  if (request.url === '/v1/network/signals') return void response.writeHead(202).end();
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const got = await fetch(queries.url + request.url, {
    ...{ method: 'POST', body: Buffer.concat(chunks).toString() },
    headers: { 'Content-Type': 'application/json' },
  });
  response.writeHead(got.status).end(await got.text());
}

/** Answers so at this path. */
const at =
  (path: string, status: number, body: object = {}): Behavior =>
  (request, response) => {
    if (request.url !== path) return false;
    response.writeHead(status).end(JSON.stringify(body));
    return true;
  };

/** The parts in which a fault was planted and found. */
const blamed = new Set<string>();

/** Resolves to the fault that was found; null if all holds. */
async function found(changes: Partial<TestPeerDeps> = {}, of: Peer = peer) {
  const began = performance.now();
  const { ticks } = await testPeer(of, { ...deps, ...changes });
  expect(performance.now() - began).toBeLessThan(5_000);
  const tick = ticks.find(({ state }) => state === 'fault');
  if (tick !== undefined) blamed.add(tick.check);
  return tick === undefined ? null : { check: tick.check, side: tick.side };
}

const failing = (code: string) => async () => {
  throw Object.assign(new Error(code), { code });
};

describe('the test of the way to another gateway', () => {
  test('finds that all of it holds, and both logs have the dry run', async () => {
    const { ready, ticks } = await testPeer(peer, deps);
    expect(ticks.filter(({ state }) => state !== 'holds')).toEqual([]);
    expect(ready).toBe(true);
    const { rows } = await ours.pool.query(
      "SELECT kind FROM audit_detail WHERE kind LIKE 'peer%' ORDER BY index",
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['peer_asked', 'peer_answered']);
  });

  test('blames them where DNS has no such name, and us where our resolver does not answer', async () => {
    giveCredentials('https://gateway.invalid');
    expect(await found({ lookUp: failing('ENOTFOUND') })).toEqual({ check: 'dns', side: 'theirs' });
    expect(await found({ lookUp: failing('EAI_AGAIN') })).toEqual({ check: 'dns', side: 'ours' });
  });

  test('blames us where their address lies in a range that we may not call', async () => {
    expect(await found({ outbound: { allow: [] } })).toEqual({ check: 'dns', side: 'ours' });
  });

  test('blames them where nothing listens, and where nothing is answered in time', async () => {
    giveCredentials('http://127.0.0.1:1');
    expect(await found()).toEqual({ check: 'tls', side: 'theirs' });
    giveCredentials(url);
    fault = () => true;
    expect(await found()).toEqual({ check: 'tls', side: 'theirs' });
  });

  test('blames them for metadata that are missing, or of another agency, address or log', async () => {
    const wrong = { check: 'metadata', side: 'theirs' };
    fault = at('/.well-known/oauth-protected-resource', 404);
    expect(await found()).toEqual(wrong);
    fault = () => false;
    for (const other of [{ resource: 'https://x.test' }, { alpr_ori: 'CO0010200' }, { alpr_log_key: 'x' }]) {
      const right = metadata;
      metadata = { ...metadata, ...other };
      expect(await found()).toEqual(wrong);
      metadata = right;
    }
  });

  test('blames whoever’s clock is wrong: our database tells', async () => {
    expect(await found({ now: () => Date.now() + HOUR })).toEqual({ check: 'clock', side: 'ours' });
    fault = (request, response) => {
      if (request.url?.startsWith('/.well-known'))
        response.setHeader('Date', new Date(Date.now() - HOUR).toUTCString());
      return false;
    };
    expect(await found()).toEqual({ check: 'clock', side: 'theirs' });
  });

  test('blames us where our issuer gives no token, and where our credentials are missing', async () => {
    expect(await found({ connect: failing('ECONNREFUSED') })).toEqual({ check: 'token', side: 'ours' });
    rmSync(join(deps.credentialsDir, 'co0010000.json'));
    expect(await found()).toEqual({ check: 'token', side: 'ours' });
  });

  test.each([401, 403, 404, 429, 500, 503])('blames them where a dry run ends with %i', async (status) => {
    fault = at('/v1/decisions', status);
    expect(await found()).toEqual({ check: 'dry_run', side: 'theirs' });
  });

  test('blames us where they cannot read our query', async () => {
    fault = at('/v1/decisions', 422);
    expect(await found()).toEqual({ check: 'dry_run', side: 'ours' });
  });

  test('blames them where no grant is in force', async () => {
    const reasons = [{ code: 'grant_revoked', clause: 'Policy 420.7' }];
    fault = at('/v1/decisions', 200, { effect: 'deny', reasons, receipt: {} });
    expect(await found()).toEqual({ check: 'dry_run', side: 'theirs' });
  });

  test('blames them for a receipt of another log, or of none', async () => {
    metadata = { resource: url };
    const { vkey: logKey } = createCheckpointSigner('log.test/alpr', generateLogKey());
    expect(await found({}, { ...peer, logKey })).toEqual({ check: 'receipt', side: 'theirs' });
    fault = at('/v1/decisions', 200, { effect: 'permit', reasons: [] });
    expect(await found()).toEqual({ check: 'receipt', side: 'theirs' });
  });

  test('blames us where our keys do not verify a signal, and them where they do not take it', async () => {
    fault = at('/v1/network/signals', 400, { err: 'invalid_key', description: 'no such key' });
    expect(await found()).toEqual({ check: 'signal', side: 'ours' });
    for (const status of [404, 500]) {
      fault = at('/v1/network/signals', status);
      expect(await found()).toEqual({ check: 'signal', side: 'theirs' });
    }
  });

  test('was shown a fault in every part', () => {
    expect(CHECKS.filter((check) => !blamed.has(check))).toEqual([]);
  });
});
