/** What a node says at its start of a database that may forget, or whose standby may. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { checkDurability } from '../../../gateway/database/check-durability.ts';
import { connectPool } from '../../../gateway/database/db.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';

let databases: TestDatabases;
let pool: pg.Pool;
beforeAll(async () => {
  databases = await createTestDatabases();
  pool = connectPool(databases.gatewayUrl, { applicationName: 'test', max: 1 });
});
afterAll(async () => {
  await pool.end();
  await databases.drop();
});

/** What a standby begins with: PostgreSQL lists it from here on. */
async function follow(name: string): Promise<pg.Client> {
  const settings = { connectionString: databases.superuserUrl, application_name: name, replication: 'true' };
  const standby = new pg.Client(settings);
  await standby.connect();
  return standby;
}
const warningsFor = async (name: string) => (await checkDurability(pool)).filter((one) => one.includes(name));

test('nothing is said of a server that nobody follows', async () => {
  expect(await warningsFor('standby')).toEqual([]);
});

test('a standby that follows asynchronously is named, and that its state is hidden from this role', async () => {
  const standby = await follow('standby-1');
  try {
    expect(await warningsFor('standby-1')).toEqual([
      expect.stringMatching(
        /follows asynchronously \(or is a backup.*lack the newest entries and revocations/,
      ),
    ]);
    const superuser = connectPool(databases.superuserUrl, { applicationName: 'test', max: 1 });
    expect(await checkDurability(superuser).finally(() => superuser.end())).toEqual([
      expect.stringMatching(/^a standby follows asynchronously, as '/),
    ]);
  } finally {
    await standby.end();
  }
});
