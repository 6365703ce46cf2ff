/** What a node says at its start of a database that may forget, or whose standby may. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { connectPool } from '../../../gateway/database/db.ts';
import { checkDurability, findDurability } from '../../../gateway/database/durability.ts';
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

test('of a server that nobody follows it says that the log is on that one alone', async () => {
  expect(await findDurability(pool)).toEqual({
    kind: 'alone',
    says: expect.stringMatching(/^one server alone holds the log.*\/docs\/database/),
  });
});

test('a standby that follows asynchronously is named, and that its state is hidden from this role', async () => {
  const standby = await follow('standby-1');
  try {
    expect(await findDurability(pool)).toEqual({
      kind: 'asynchronous',
      says: expect.stringMatching(
        /as '.*standby-1.*lack the newest entries and revocations|\(or is a backup.*standby-1/,
      ),
    });
    const superuser = connectPool(databases.superuserUrl, { applicationName: 'test', max: 1 });
    expect((await findDurability(superuser).finally(() => superuser.end())).says).toMatch(
      /^a standby follows asynchronously, as '/,
    );
  } finally {
    await standby.end();
  }
});

test('where REQUIRE_SYNCHRONOUS_COMMIT is true, it does not start on one server, and says what to do', async () => {
  await expect(checkDurability(pool, { required: true })).rejects.toThrow(
    /^REQUIRE_SYNCHRONOUS_COMMIT is true, and a second server does not hold.*\/docs\/database/,
  );
});
