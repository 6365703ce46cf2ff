/** The embedded server, where the machine does not make it easy. */
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../gateway/demo/embedded-postgres.ts';

const asRoot = userInfo().uid === 0;
let home: string;
let server: EmbeddedPostgres | undefined;

beforeAll(async () => {
  home = await mkdtemp(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'embedded-'));
  await chmod(home, 0o711);
});
afterEach(async () => {
  await server?.stop();
  if (server?.moved) await rm(server.dataDir, { recursive: true });
  server = undefined;
});
afterAll(async () => {
  await rm(home, { recursive: true });
});

async function answerOf(url: string): Promise<unknown> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query('SELECT 1 AS answer');
  await client.end();
  return rows[0].answer;
}

/** Given to a cluster once, when it is made. */
async function clusterOf({ url }: EmbeddedPostgres): Promise<unknown> {
  const client = new pg.Client(url('postgres'));
  await client.connect();
  const { rows } = await client.query('SELECT system_identifier AS id FROM pg_control_system()');
  await client.end();
  return rows[0].id;
}

describe('the embedded server', () => {
  test('starts, keeps its password to itself, refuses a second start, and starts again', async () => {
    const dataDir = join(home, 'postgres');
    server = await startEmbeddedPostgres({ dataDir, port: 0 });
    expect(await answerOf(server.url('postgres'))).toBe(1);
    await expect(answerOf(server.url('postgres', { user: 'postgres', password: 'guess' }))).rejects.toThrow(
      'password',
    );
    expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'cluster'))).mode & 0o777).toBe(0o700);
    await expect(startEmbeddedPostgres({ dataDir, port: 0 })).rejects.toThrow('a server is running on');

    // The starter is gone without stopping it: a pid that no process has.
    await writeFile(join(dataDir, 'started-by'), String(2 ** 22 + 1));
    server = await startEmbeddedPostgres({ dataDir, port: 0 });
    expect(await answerOf(server.url('postgres'))).toBe(1);
  });

  test('says which port is taken', async () => {
    const blocker = createServer();
    await new Promise<void>((done) => blocker.listen(0, '127.0.0.1', done));
    const { port } = blocker.address() as { port: number };
    await expect(startEmbeddedPostgres({ dataDir: join(home, 'postgres'), port })).rejects.toThrow(
      `port ${port} is taken`,
    );
    await new Promise((done) => blocker.close(done));
  });

  (asRoot ? test : test.skip)(
    'as root below a closed home, moves to a place that its user can reach',
    async () => {
      await chmod(home, 0o700);
      const dataDir = join(home, 'postgres');
      server = await startEmbeddedPostgres({ dataDir, port: 0 });
      expect(server.moved).toBe(true);
      expect(server.dataDir).not.toContain(home);
      expect(await answerOf(server.url('postgres'))).toBe(1);
      const made = await clusterOf(server);

      await server.stop();
      server = await startEmbeddedPostgres({ dataDir, port: 0 });
      expect(await clusterOf(server)).toBe(made);

      // Anyone who removes the directory that was asked for begins again, though the cluster lies elsewhere.
      await rm(dataDir, { recursive: true });
      await expect(startEmbeddedPostgres({ dataDir, port: 0 })).rejects.toThrow('a server is running on');
      await server.stop();
      server = await startEmbeddedPostgres({ dataDir, port: 0 });
      expect(server.moved).toBe(true);
      expect(await clusterOf(server)).not.toBe(made);
    },
  );
});
