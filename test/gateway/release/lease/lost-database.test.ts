/** A node that loses its database says so once, with the setting and what to do, and says when it is back. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { connectPool } from '../../../../gateway/database/db.ts';
import { Notices } from '../../../../gateway/database/notices.ts';
import { startNode } from '../../../../gateway/release/lease-node.ts';
import { createTestDatabases, type TestDatabases } from '../../../setup/database/test-databases.ts';
import { eventually } from '../../../setup/eventually.ts';

let databases: TestDatabases;
let superuser: pg.Client;

beforeAll(async () => {
  databases = await createTestDatabases();
  superuser = new pg.Client({ connectionString: databases.superuserUrl });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await databases.drop();
});

test('a node without its database tells once what is wrong and what to do, and that it is over', async () => {
  const url = databases.gatewayUrl;
  const name = new URL(url).pathname.slice(1);
  const told: { readonly fields: object; readonly message: string }[] = [];
  const tell = (fields: object, message: string) => void told.push({ fields, message });
  const pool = connectPool(url, { applicationName: 'test', max: 2 });
  const notices = await Notices.open(url);
  const node = await startNode({ url, notices, pool, log: { warn: tell, error: tell } });
  const about = (word: string) => told.filter(({ message }) => message.includes(word));

  await superuser.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await superuser.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  await eventually(() => about('other nodes').length === 1 && about('lease').length === 1);
  // Three more renewals fail, and are not told.
  await new Promise((done) => setTimeout(done, 1_600));
  expect(about('lease')).toEqual([
    {
      fields: {
        setting: 'DATABASE_URL',
        fault: `DATABASE_URL: \`${name}\` takes no connections; next: as a superuser, ALTER DATABASE ${name} ALLOW_CONNECTIONS true;`,
        code: '55000',
      },
      message: expect.stringContaining('releases nothing, and revokes nothing, until the database answers'),
    },
  ]);

  await superuser.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  const over = ['other nodes are looked after again', 'the lease is kept again'];
  await eventually(() => over.every((words) => about(words).length === 1));
  await node.check();
  await node.close();
  await notices.close();
  await pool.end();
});
