/** A cluster that has never seen the gateway: an owner who may make no roles, and what `migrate` says to run first. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { describeSteps } from '../../../../gateway/commands/migrate-command.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../../gateway/demo/embedded-postgres.ts';
import { useCli } from '../../../setup/commands/use-cli.ts';

const cli = useCli();
let directory: string;
let server: EmbeddedPostgres;
let superuser: pg.Client;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'migrate-roles-'));
  server = await startEmbeddedPostgres({ dataDir: join(directory, 'postgres'), port: 0, settings: {} });
  superuser = new pg.Client({ connectionString: server.url('postgres') });
  await superuser.connect();
  await superuser.query(`CREATE ROLE owner LOGIN PASSWORD 'kept'`);
  for (const name of ['gateway', 'reads']) await superuser.query(`CREATE DATABASE ${name} OWNER owner`);
}, 300_000);
afterAll(async () => {
  await superuser?.end();
  await server?.stop();
  rmSync(directory, { recursive: true, force: true });
}, 60_000);

test('the roles that are missing are named with what makes them; with that it works, and says what comes next', async () => {
  const environment = {
    OWNER_DATABASE_URL: server.url('gateway', { user: 'owner', password: 'kept' }),
    OWNER_READS_DATABASE_URL: server.url('reads', { user: 'owner', password: 'kept' }),
  };
  const refused = await cli(['migrate'], environment);
  const line = (setting: string, role: string) =>
    `${setting}: the role ${role} is missing, and owner may create none; next: as a superuser, CREATE ROLE ${role} NOLOGIN;\n`;
  expect(refused).toEqual({
    code: 1,
    stdout: '',
    stderr: line('OWNER_DATABASE_URL', 'gateway_app') + line('OWNER_READS_DATABASE_URL', 'reads_reader'),
  });
  for (const [, statement] of refused.stderr.matchAll(/superuser, (.*;)$/gm)) {
    await superuser.query(statement as string);
  }
  const { code, stderr, stdout } = await cli(['migrate'], environment);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(
    /^steps taken: 171-baseline, .*001-reads, .*\nnext: make the nodes' log-ins \(.*step 2\), .*: npm run gateway -- register --help\n$/,
  );
  expect((await cli(['migrate'], environment)).stdout).toMatch(
    /^both .* newest schema: there is nothing to do\n$/,
  );
}, 300_000);

test('after the steps of a newer version the nodes are restarted with it', () => {
  expect(describeSteps({ gateway: ['172-example'], reads: ['042-example'] })).toMatch(
    /^steps taken: 172-example, 042-example\nnext: restart the nodes with this version, one after the other/,
  );
});
