/** A client whose types others' generator makes of `/openapi.json?for=partner` compiles, and asks once. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { type RunningDemo, startDemo } from '../setup/demo/running-demo.ts';
import { installPinned } from '../setup/install-pinned.ts';
import { ROOT } from '../setup/source-files.ts';

const run = promisify(execFile);

/** Asks once, as an integrator's program would: the generated types check every path, body and answer. */
const PROGRAM = `
import { readFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import createClient from 'openapi-fetch';
import * as openid from 'openid-client';
import type { components, paths } from './gateway-api.d.ts';

const [settingsFile = '', queryFile = ''] = process.argv.slice(2);
const { clients, issuer, resource } = JSON.parse(readFileSync(settingsFile, 'utf8'));
const { clientId, privateJwk, scope } = clients.find((each: { name: string }) => each.name === 'adams');
const { kid, kty, crv, x, y, d } = privateJwk;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
const key = await webcrypto.subtle.importKey('jwk', { kty, crv, x, y, d }, algorithm, false, ['sign']);
const options = { execute: [openid.allowInsecureRequests] };
const config = await openid.discovery(new URL(issuer), clientId, {}, openid.PrivateKeyJwt({ key, kid }), options);
const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'));
const { access_token: token } = await openid.clientCredentialsGrant(config, { scope, resource }, { DPoP });

const gateway = createClient<paths, 'application/json' | 'application/problem+json'>({
  baseUrl: resource,
  fetch: async (request) => {
    const body = request.body === null ? null : await request.text();
    return openid.fetchProtectedResource(
      ...[config, token, new URL(request.url), request.method, body, request.headers, { DPoP }] as const,
    );
  },
});
const body: components['schemas']['Query'] = JSON.parse(readFileSync(queryFile, 'utf8'));
const { data, error } = await gateway.POST('/v1/queries', { body });
if (error !== undefined) throw new Error(error.detail);
if (!('reads' in data)) throw new Error(data.detail);
const plates: string[] = data.reads.map(({ plate }) => plate);
console.log(JSON.stringify({ plates, entry: data.receipt.index }));
`;

describe('a generated client', () => {
  let demo: RunningDemo;
  let directory: string;

  beforeAll(async () => {
    demo = await startDemo();
    // Below the project, whose packages it uses.
    directory = await mkdtemp(join(ROOT, '.data-client-'));
  }, 300_000);
  afterAll(async () => {
    await demo?.stop();
    await rm(directory, { recursive: true, force: true });
  }, 60_000);

  test('compiles against the types, and asks once', async () => {
    const program = await installPinned(join(import.meta.dirname, 'tools'), '.data-generated-client');
    const path = (name: string) => join(directory, name);
    const document = await fetch(`${demo.file.gateway}/openapi.json?for=partner`);
    await writeFile(path('openapi.json'), await document.text());
    await run(program('openapi-typescript'), [path('openapi.json'), '--output', path('gateway-api.d.ts')]);
    await writeFile(path('ask.mts'), PROGRAM);
    const strict = ['--strict', '--skipLibCheck', '--types', 'node', '--ignoreConfig'];
    const nodenext = [
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--allowImportingTsExtensions',
      '--noEmit',
    ];
    const checked = await run(join(ROOT, 'node_modules/.bin/tsc'), [
      ...strict,
      ...nodenext,
      path('ask.mts'),
    ]).catch((failed: { stdout: string }) => failed);
    expect(checked.stdout).toBe('');
    const plate = demo.file.plates[0] as string;
    await writeFile(path('query.json'), JSON.stringify(demoQuery({ ori: 'CO0010000' }, plate)));
    const words = [path('ask.mts'), join(demo.dataDir, 'demo.json'), path('query.json')];
    const { stdout } = await run(join(ROOT, 'node_modules/.bin/tsx'), words, {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const answer = JSON.parse(stdout);
    expect(new Set(answer.plates)).toEqual(new Set([plate]));
    expect(answer.entry).toBeGreaterThan(0);
  }, 300_000);
});
