/** Nonces, where a node asks for them: refused without, answered by openid-client. */
import { describe, expect, test } from '@jest/globals';
import { both, makeProof, makeToken } from './bent-request.ts';
import { connectClient } from './connect-client.ts';
import { startIdentityFixture } from './identity-fixture.ts';
import { listenAnywhere, startResourceServer } from './resource-server.ts';
import { useKit } from './use-kit.ts';

const kit = useKit();

describe('nonces (RFC 9449 §9)', () => {
  test('a proof without one, or with a made-up one, is refused where the node asks for them', async () => {
    const listening = await listenAnywhere();
    const node = await startResourceServer(kit.fixture.pool, listening, {
      resource: kit.fixture.node.url,
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
