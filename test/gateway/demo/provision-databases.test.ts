/** The demo's databases at its second start: what is there is kept, and its log-ins get new passwords. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../gateway/demo/embedded-postgres.ts';
import { ensureLogin } from '../../../gateway/demo/ensure-login.ts';
import { provisionDatabases } from '../../../gateway/demo/provision-databases.ts';

let home: string;
let server: EmbeddedPostgres;

beforeAll(async () => {
  home = await mkdtemp(join(process.env.TEST_RUN_DIR ?? tmpdir(), 'provision-'));
  server = await startEmbeddedPostgres({ dataDir: join(home, 'postgres'), port: 0 });
}, 300_000);
afterAll(async () => {
  await server?.stop();
  if (server?.moved) await rm(server.dataDir, { recursive: true });
  await rm(home, { recursive: true });
}, 300_000);

async function userOf(url: string): Promise<unknown> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query('SELECT current_user AS name');
  await client.end();
  return rows[0].name;
}

describe('the databases of the demo', () => {
  test('are provided again at the next start, with passwords that are new', async () => {
    const first = await provisionDatabases(server);
    const second = await provisionDatabases(server);
    expect(await userOf(second.gatewayUrl)).toBe('gateway_node');
    expect(await userOf(second.readsUrl)).toBe('reads_node');
    await expect(userOf(first.gatewayUrl)).rejects.toThrow('password');
  }, 60_000);

  test('say which log-in could not be made, and not its password', async () => {
    const { gatewayUrl } = await provisionDatabases(server);
    const wanted = { login: 'reads_node', password: 'not-to-be-shown' };
    const failed = await ensureLogin(gatewayUrl, wanted).catch((error: Error) => error.message);
    expect(failed).toContain('reads_node');
    expect(failed).not.toContain('not-to-be-shown');
  });
});
