/** Shows what a partner's gateway says of itself, and how what it sends is read. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Peer } from '../../../../gateway/network/agreements/peers-store.ts';
import { askPeer } from '../../../../gateway/network/asks/ask-peer.ts';
import {
  type ConnectPeer,
  connectToAsk,
  openPeers,
} from '../../../../gateway/network/connect/connect-peer.ts';
import { type Served, serveOnLoopback } from '../../../setup/serve-on-loopback.ts';
import { AnsweringLog, OURS, sentQuestion } from '../asks/answering-log.ts';

const ORI = 'CO0010100';
const RESOURCE = 'https://aurora.test';
const { vkey } = new AnsweringLog();
const peer = { ori: ORI, resource: RESOURCE, logKey: vkey, lastHead: null } as Peer;

describe('a partner’s gateway', () => {
  const credentialsDir = mkdtempSync(join(tmpdir(), 'connect-peer-'));
  let served: Served;
  let said: { metadata: object; tokenEndpoint: string; answer: string };

  beforeAll(async () => {
    served = await serveOnLoopback((request, response) => {
      const path = request.url ?? '';
      const of = () => {
        if (path.includes('oauth-protected-resource')) return JSON.stringify(said.metadata);
        if (path.includes('/.well-known/'))
          return JSON.stringify({ issuer: served.url, token_endpoint: said.tokenEndpoint });
        if (path === '/token')
          return JSON.stringify({ access_token: 'one', token_type: 'DPoP', expires_in: 600 });
        return said.answer;
      };
      const text = of();
      const type = text.startsWith('<') ? 'text/html' : 'application/json';
      response.writeHead(path === '/wrong' ? 404 : 200, { 'Content-Type': type }).end(text);
    });
    const privateJwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      format: 'jwk',
    });
    const { url } = served;
    const credentials = { gateway: url, issuer: url, clientId: 'ours', privateJwk, resource: RESOURCE };
    const file = join(credentialsDir, `${ORI.toLowerCase()}.json`);
    writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 });
  });
  afterAll(() => {
    served.close();
    rmSync(credentialsDir, { recursive: true });
  });
  beforeEach(() => {
    const metadata = { alpr_ori: ORI, alpr_log_key: vkey, resource: RESOURCE, alpr_request: ['asker'] };
    said = { metadata, tokenEndpoint: `${served.url}/token`, answer: '{}' };
  });

  const connecting = () => openPeers({ outbound: { allow: ['127.0.0.0/8'] }, credentialsDir });
  const body = JSON.stringify({
    ...{ purpose: { code: 'stolen_vehicle' }, plate: { number: 'ZZT1234' } },
    ...{ from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z' },
  });
  const ask = (connect: ConnectPeer) => {
    const question = { ...sentQuestion(), transaction: 'a'.repeat(32), body, origin: 'ours.test/log' };
    const row = {
      ...{ ori: OURS, page: 0, knownSize: 0, askedAt: null, heldIndex: null, queryId: null, cursor: null },
      ...{ askedIndex: 1, askedLeaf: 'A' },
    } as unknown as Parameters<typeof askPeer>[1]['row'];
    const reach = (to: Peer) => connectToAsk(connect, to);
    return askPeer(question, { peer, row }, { reach, now: Date.now, keepSent: async (_, knows) => knows });
  };

  test.each([
    ['another agency', { alpr_ori: 'CO0010000' }],
    ['another log key', { alpr_log_key: new AnsweringLog().vkey }],
    ['another resource', { resource: 'https://other.test' }],
  ])('that says it is %s is not asked', async (_, other) => {
    said.metadata = { ...said.metadata, ...other };
    expect(await ask(connecting())).toEqual({ kind: 'no_answer', fault: 'metadata' });
  });

  test('whose answer has a member twice is not believed either of them', async () => {
    said.answer = '{"receipt":{},"receipt":{}}';
    expect(await ask(connecting())).toMatchObject({ kind: 'unproven', lie: 'malformed' });
  });

  test('in front of which somebody answers with a page has not lied', async () => {
    said.answer = '<p>Welcome to the guest network';
    expect(await ask(connecting())).toEqual({ kind: 'no_answer', fault: 'not_json' });
  });

  test('whose issuer names a false token endpoint is asked again once that is mended', async () => {
    const connect = connecting();
    said.tokenEndpoint = `${served.url}/wrong`;
    expect(await ask(connect)).toEqual({ kind: 'no_answer', fault: 'no_token' });
    said.tokenEndpoint = `${served.url}/token`;
    expect(await ask(connect)).toMatchObject({ kind: 'unproven', lie: 'receipt_missing' });
  });
});
