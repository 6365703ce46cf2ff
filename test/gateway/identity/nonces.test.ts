/** Nonces, where a node asks for them: refused without, answered by openid-client. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPair } from '../../../gateway/identity/generate-key-pair.ts';
import { both, type Kit, makeProof, makeToken } from './bent-request.ts';
import { connectClient } from './connect-client.ts';
import { type IdentityFixture, startIdentityFixture } from './identity-fixture.ts';
import { listenAnywhere, startResourceServer } from './resource-server.ts';

let fixture: IdentityFixture;
let kit: Kit;

beforeAll(async () => {
  fixture = await startIdentityFixture();
  kit = { fixture, own: { ...generateKeyPair().privateJwk }, foreign: { ...generateKeyPair().privateJwk } };
});
afterAll(() => fixture.stop());

describe('nonces (RFC 9449 §9)', () => {
  test('a proof without one, or with a made-up one, is refused where the node asks for them', async () => {
    const listening = await listenAnywhere();
    const node = await startResourceServer(fixture.pool, listening, {
      resource: fixture.node.url,
      requireNonce: true,
    });
    try {
      const token = makeToken(kit, {}, kit);
      const ask = (nonce?: unknown) =>
        node.ask('POST', '/v1/queries', both(token, makeProof(kit, token, { claims: { nonce } })));
      const without = await ask();
      expect(without).toMatchObject({ status: 401, challenge: expect.stringContaining('use_dpop_nonce') });
      const nonce = without.headers['dpop-nonce'];
      expect((await ask(nonce)).status).toBe(200);
      expect(await ask('made-up')).toMatchObject({
        status: 401,
        headers: { 'dpop-nonce': expect.any(String) },
      });
    } finally {
      await node.stop();
    }
  });

  test('openid-client takes the nonce and sends the request again by itself', async () => {
    const strict = await startIdentityFixture({ requireNonce: true });
    try {
      const client = await connectClient(strict, 'adams');
      expect((await client.request('POST', '/v1/queries', {})).status).toBe(200);
    } finally {
      await strict.stop();
    }
  });
});
