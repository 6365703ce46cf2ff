/** A port that was free when it was chosen, and is taken when the server binds it. */
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';

const chosen: number[] = [];
const { freePort } = await import('../../../gateway/demo/free-port.ts');
jest.unstable_mockModule('../../../gateway/demo/free-port.ts', () => ({
  freePort: async () => chosen.shift() ?? freePort(),
}));
const { startEmbeddedPostgres } = await import('../../../gateway/demo/embedded-postgres.ts');

test('a server that may have any free port takes another', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const { port } = blocker.address() as AddressInfo;
  chosen.push(port);
  const home = await mkdtemp(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'taken-'));
  // As root, PostgreSQL's own user has to pass through it.
  await chmod(home, 0o711);
  try {
    const server = await startEmbeddedPostgres({ dataDir: join(home, 'postgres'), port: 0 });
    await server.stop();
    expect(server.port).not.toBe(port);
  } finally {
    blocker.close();
    await rm(home, { recursive: true });
  }
});
