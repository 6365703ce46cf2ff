/** Which reads a sweep looks at: none is lost, none gives its hit twice, and hardly any is looked at again and again. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { connectionSettings } from '../../../../gateway/database/db.ts';
import { ensurePartitions } from '../../../../gateway/reads/ensure-partitions.ts';
import { parseRead } from '../../../../gateway/reads/parse-read.ts';
import { insertReads } from '../../../../gateway/reads/taken-reads-store.ts';
import { utcDay } from '../../../../sharing-rules/terms/utc-day.ts';
import { type Exchange, startExchange } from '../lists/exchange-fixture.ts';

let exchange: Exchange;
let camera: pg.Client;
/** The moment that the seconds of a test are counted back from: however slow it is, they stay in their order. */
let base: string;

beforeAll(async () => {
  exchange = await startExchange();
  await exchange.list(
    'wanted',
    ['ZZS1', 'ZZS2', 'ZZS3'].map((plate) => `${plate},Stolen Vehicle`),
  );
  camera = new pg.Client(
    connectionSettings(exchange.databases.readsOwnerUrl, { applicationName: 'test-camera' }),
  );
  await camera.connect();
});

afterAll(async () => {
  await camera.end();
  await exchange.close();
});

beforeEach(async () => {
  await exchange.see();
  const { rows } = await exchange.ownerPool.query('SELECT clock_timestamp()::text AS at');
  base = rows[0].at;
  await secondsBefore({ lookedBack: 0, matched: 0 });
});

const sweep = () => exchange.see();

/** As if matching had stood there so long before. */
async function secondsBefore(of: { lookedBack: number; matched: number }): Promise<void> {
  await exchange.ownerPool.query(
    `UPDATE match_state SET taken_at = $1::timestamptz - $2 * interval '1 second',
       looked_back_at = $1::timestamptz - $3 * interval '1 second'`,
    [base, of.matched, of.lookedBack],
  );
}

/** Writes one read in the open transaction, as if that had begun so many seconds before. */
async function write(plate: string, seconds: number): Promise<void> {
  const now = Date.now();
  const capturedAt = new Date(now - 1_000).toISOString();
  const raw = { capturedAt, plate, plateState: 'CO', cameraId: 'cam-slow', cameraName: 'Dahlia St' };
  const read = parseRead(raw, { now, retentionDays: 30 });
  if ('fault' in read) throw new Error(read.fault);
  await insertReads(camera, [read]);
  await camera.query(
    `UPDATE read SET taken_at = $2::timestamptz - $3 * interval '1 second'
     WHERE camera_id = 'cam-slow' AND plate = $1`,
    [plate, base, seconds],
  );
}

async function hitsOf(plate: string): Promise<number> {
  const { rows } = await exchange.ownerPool.query(
    `SELECT count(*) FROM hit JOIN hot_list_entry USING (list_id, position) WHERE plate = $1`,
    [plate],
  );
  return rows[0].count;
}

// First, while no read is younger.
test('a read is looked at again by the sweep that looks back, once a minute, and by no other', async () => {
  await ensurePartitions(camera, [utcDay(Date.now())]);
  await camera.query('BEGIN');
  await write('ZZS3', 10);
  await camera.query('COMMIT');
  await secondsBefore({ lookedBack: 0, matched: 9 });
  expect(await sweep()).toMatchObject({ hits: 1 });
  const { rows } = await exchange.ownerPool.query('SELECT looked_back_at AS at FROM match_state');
  expect(await sweep()).toEqual({ reads: 0, hits: 0 });
  await secondsBefore({ lookedBack: 60, matched: 0 });
  expect(await sweep()).toEqual({ reads: 1, hits: 0 });
  expect(await sweep()).toEqual({ reads: 0, hits: 0 });
  const after = await exchange.ownerPool.query('SELECT looked_back_at AS at FROM match_state');
  expect(after.rows[0].at > rows[0].at).toBe(true);
});

describe('a read whose transaction was slow', () => {
  test('is matched by the next sweep, and once, if it took a second', async () => {
    await ensurePartitions(camera, [utcDay(Date.now())]);
    await camera.query('BEGIN');
    await write('ZZS1', 1);
    expect(await sweep()).toMatchObject({ hits: 0 });
    await camera.query('COMMIT');
    expect(await sweep()).toMatchObject({ hits: 1 });
    expect(await sweep()).toMatchObject({ hits: 0 });
    expect(await hitsOf('ZZS1')).toBe(1);
  });

  test('is matched within the minute, and once, if it took a minute: begun just after a look back, committed just after the next', async () => {
    await ensurePartitions(camera, [utcDay(Date.now())]);
    await camera.query('BEGIN');
    await write('ZZS2', 119);
    await secondsBefore({ lookedBack: 119.5, matched: 0 });
    expect(await sweep()).toMatchObject({ hits: 0 });
    await camera.query('COMMIT');
    // Not yet: the look back of just now, seen from half a minute later, and then from a minute later.
    await secondsBefore({ lookedBack: 30, matched: 0 });
    expect(await sweep()).toMatchObject({ hits: 0 });
    await secondsBefore({ lookedBack: 60, matched: 0 });
    expect(await sweep()).toMatchObject({ hits: 1 });
    await secondsBefore({ lookedBack: 60, matched: 0 });
    expect(await sweep()).toMatchObject({ hits: 0 });
    expect(await hitsOf('ZZS2')).toBe(1);
  });
});
