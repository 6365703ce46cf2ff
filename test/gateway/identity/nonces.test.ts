/** Nonces, where a node asks for them: refused without, answered by openid-client. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadSecrets } from '../../../gateway/settings/secrets.ts';
import { both, makeProof, makeToken } from './bent/bent-request.ts';
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

  test('of one node is good on every other one that shares its secrets, and on no other', async () => {
    const started = async (dataDir: string) =>
      startResourceServer(kit.fixture.pool, await listenAnywhere(), {
        resource: kit.fixture.node.url,
        requireNonce: true,
        nonceKey: loadSecrets(dataDir).nonce,
      });
    const directories = await Promise.all(
      ['a', 'b'].map((name) => mkdtemp(join(tmpdir(), `nonces-${name}-`))),
    );
    const [shared, other] = directories as [string, string];
    const nodes = [await started(shared), await started(shared), await started(other)] as const;
    try {
      const token = makeToken(kit, {}, kit);
      const ask = (node: (typeof nodes)[number], nonce?: unknown) =>
        node.ask('POST', '/v1/queries', both(token, makeProof(kit, token, { claims: { nonce } })));
      const nonce = (await ask(nodes[0])).headers['dpop-nonce'];
      const statuses = await Promise.all(nodes.map(async (node) => (await ask(node, nonce)).status));
      expect(statuses).toEqual([200, 200, 401]);
    } finally {
      await Promise.all(nodes.map((node) => node.stop()));
      await Promise.all(directories.map((directory) => rm(directory, { recursive: true })));
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
