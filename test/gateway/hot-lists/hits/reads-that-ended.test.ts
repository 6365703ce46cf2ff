/** A hit is a copy of a read: it leaves, and stays, no longer than that read (Policy 420.7; of drones, 606.7). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { purgeHits } from '../../../../gateway/hot-lists/hits/purge-hits.ts';
import { runJob } from '../../../../gateway/jobs/run-job.ts';
import { updateDroneDays } from '../../../../gateway/reads/expired-reads-store.ts';
import { retentionStart } from '../../../../sharing-rules/terms/retention.ts';
import { type Jobs, startJobs } from '../lists/jobs-fixture.ts';

let fixture: Jobs;
let storeOwner: pg.Pool;

beforeAll(async () => {
  fixture = await startJobs();
  storeOwner = new pg.Pool({ connectionString: fixture.exchange.databases.readsOwnerUrl });
  await fixture.enter('ZZD1');
  await fixture.enter('ZZD2');
  await fixture.exchange.takeFromDrone('ZZD1', 20);
  await fixture.exchange.see('ZZD2');
});
beforeEach(() => updateDroneDays(storeOwner, 30));
afterAll(async () => {
  await storeOwner.end();
  await fixture.close();
});

const platesFor = async (who: 'partner' | 'reviewer') => {
  const { status, body } = await fixture.exchange.call(who, 'GET', '/v1/hits');
  expect(status).toBe(200);
  return body.hits.map((hit: { reads: { plate: string }[] }) => hit.reads[0]?.plate).sort();
};

describe("a hit on a drone's read of twenty days ago", () => {
  test('is there while reads of drones are kept for thirty days', async () => {
    expect(await platesFor('partner')).toEqual(['ZZD1', 'ZZD2']);
    expect(await platesFor('reviewer')).toEqual(['ZZD1', 'ZZD2']);
  });

  test('is given to nobody once they are kept for seven; one of a fixed camera still is', async () => {
    await updateDroneDays(storeOwner, 7);
    expect(await platesFor('partner')).toEqual(['ZZD2']);
    expect(await platesFor('reviewer')).toEqual(['ZZD2']);
  });

  test('is not told to an endpoint either, and nothing of it is committed', async () => {
    await updateDroneDays(storeOwner, 7);
    const { rows } = await fixture.exchange.pool.query(
      `SELECT o.id FROM outbox o JOIN hit h ON h.id = o.target
       WHERE o.kind = 'hit_notice' AND h.read LIKE '%ZZD1%'`,
    );
    expect(rows).toHaveLength(1);
    const before = (await fixture.exchange.entries()).length;
    await runJob(rows[0].id, fixture.run);
    expect((await fixture.jobs()).map(({ status }) => status).sort()).toEqual(['refused', 'waiting']);
    expect(fixture.partner.received).toEqual([]);
    expect(await fixture.exchange.entries()).toHaveLength(before);
  });

  test('is purged then, and no other is; and the store being away purges none', async () => {
    const { pool, readsPool } = fixture.exchange;
    const start = new Date(retentionStart(Date.now(), 30));
    expect(await purgeHits({ pool, readsPool }, start)).toBe(0);
    await updateDroneDays(storeOwner, 7);
    const away = new pg.Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
    await expect(purgeHits({ pool, readsPool: away }, start)).rejects.toThrow();
    expect(await purgeHits({ pool, readsPool }, start)).toBe(1);
    await away.end();
    expect(await platesFor('reviewer')).toEqual(['ZZD2']);
  });
});
