/** Reads of drones: found by plate, never by place (Policy 606.6), kept by a class of their own (606.7). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { purgeReads } from '../../../gateway/reads/purge-reads.ts';
import { connectReads, findReads } from '../../../gateway/reads/reads-store.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';
import { deliveredRead, HOUR, takeReads } from './reads-fixture.ts';

let databases: TestDatabases;
let pool: pg.Pool;
let owner: pg.Client;
const now = Date.now();
const at = (hours: number) => new Date(now - hours * HOUR).toISOString();
const window = { from: now - 29 * 24 * HOUR, to: now, limit: 100 };

beforeAll(async () => {
  databases = await createTestDatabases();
  pool = connectReads(databases.readsUrl);
  owner = new pg.Client(databases.readsOwnerUrl);
  await owner.connect();
  const place = { lat: 39.8, lon: -104.9, cameraId: 'CAM-9' };
  await takeReads(databases.readsOwnerUrl, [
    deliveredRead({ capturedAt: at(1), plate: 'TST0001', sourceType: 'fixed', ...place }),
    deliveredRead({ capturedAt: at(2), plate: 'TST0002', sourceType: 'uas', ...place }),
    deliveredRead({ capturedAt: at(3), plate: 'TST0003', ...place }),
    deliveredRead({ capturedAt: at(10 * 24), plate: 'TST0002', sourceType: 'uas', ...place }),
  ]);
});
afterAll(async () => {
  await Promise.all([pool.end(), owner.end()]);
  await databases.drop();
});

const count = async (query: object) => (await findReads(pool, [{ ...window, ...query }]))[0]?.count;
const byPlate = { plate: { number: 'TST0002', match: 'exact' } };

describe('a read of a drone', () => {
  test('is found by its plate and by no camera or circle', async () => {
    expect(await count(byPlate)).toBe(2);
    expect(await count({ area: { cameras: ['CAM-9'] } })).toBe(2);
    expect(await count({ area: { lat: 39.8, lon: -104.9, radiusMetres: 500 } })).toBe(2);
  });

  test('is hidden, and then erased, when its own class has run out', async () => {
    await owner.query('UPDATE retention_class SET days = 7');
    expect(await count(byPlate)).toBe(1);
    const { reads } = await purgeReads({ ownerUrl: databases.readsOwnerUrl, now, retentionDays: 30 });
    expect(reads).toBe(1);
    expect((await owner.query('SELECT 1 FROM read')).rows).toHaveLength(3);
  });

  test('has no class that outlives Policy 420.7', async () => {
    await expect(owner.query('UPDATE retention_class SET days = 31')).rejects.toThrow('check');
  });
});
