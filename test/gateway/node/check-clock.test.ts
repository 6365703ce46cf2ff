/** A node whose clock is off judges tokens and proofs wrongly: it is not ready. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { createClockCheck } from '../../../gateway/node/check-clock.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';

let databases: TestDatabases;
let pool: pg.Pool;
beforeAll(async () => {
  databases = await createTestDatabases();
  pool = new pg.Pool({ connectionString: databases.gatewayUrl, max: 1 });
});
afterAll(async () => {
  await pool.end();
  await databases.drop();
});

test.each([-7_000, -3_600_000, 7_000, 40 * 86_400_000])(
  'a clock that is off by %d ms is told',
  async (ms) => {
    await expect(createClockCheck(pool, () => Date.now() + ms)()).rejects.toThrow('check NTP on both');
  },
);

test.each([-3_000, 0, 3_000])('a clock that is off by %d ms is as good as right', async (ms) => {
  await expect(createClockCheck(pool, () => Date.now() + ms)()).resolves.toBeUndefined();
});

test('a slow answer of the database is not taken for a wrong clock', async () => {
  // Each look at the clock says ten seconds more: the database's time lies between the two.
  let looks = 0;
  const now = () => Date.now() - 5_000 + 10_000 * looks++;
  await expect(createClockCheck(pool, now)()).resolves.toBeUndefined();
});
