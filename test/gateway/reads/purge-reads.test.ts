/** Reads leave the store after thirty days, while queries go on. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { ensurePartitions } from '../../../gateway/reads/ensure-partitions.ts';
import { purgeReads } from '../../../gateway/reads/purge-reads.ts';
import { daysBetween } from '../../../gateway/reads/read-days.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';
import { deliveredRead, HOUR, MINUTE, takeReads } from './reads-fixture.ts';

const now = Date.now();
const limit = now - 30 * DAY;
const [oldest, older] = [now - 35 * DAY, now - 32 * DAY];
/** Young for as long as these tests may take. */
const young = limit + 30 * MINUTE;
// The third is another day only in the last minute of one, the last over only in the first.
const expired = [...new Set([oldest, older, older + MINUTE, limit - MINUTE].map(utcDay))].filter(
  (day) => Date.parse(day) + DAY <= limit,
);
const iso = (time: number) => new Date(time).toISOString();

let databases: TestDatabases;
let owner: pg.Client;
let reader: pg.Client;
const purge = (at = now) => purgeReads({ ownerUrl: databases.readsOwnerUrl, now: at, retentionDays: 30 });
const stored = async () =>
  (await owner.query('SELECT captured_at FROM read ORDER BY captured_at')).rows.map((row) =>
    row.captured_at.getTime(),
  );
const tables = async () =>
  (
    await owner.query(`SELECT relname FROM pg_class WHERE relname ~ '^read_[0-9]{8}$' ORDER BY relname`)
  ).rows.map((row) => row.relname.slice(5));
const short = (time: number) => utcDay(time).replaceAll('-', '');

beforeAll(async () => {
  databases = await createTestDatabases();
  owner = new pg.Client(databases.readsOwnerUrl);
  reader = new pg.Client(databases.readsUrl);
  await Promise.all([owner.connect(), reader.connect()]);
});
afterAll(async () => {
  await Promise.all([owner.end(), reader.end()]);
  await databases.drop();
});
beforeEach(async () => {
  const times = [oldest, older, older + MINUTE, limit - MINUTE, young, now - HOUR];
  await takeReads(
    databases.readsOwnerUrl,
    times.map((time) => deliveredRead({ capturedAt: iso(time) })),
  );
});
afterEach(async () => {
  await owner.query('DELETE FROM read');
});

/** Starts detaching a day while a query holds it, and ends in the middle as a killed purge would. */
async function interruptDetaching(time: number): Promise<void> {
  await reader.query('BEGIN');
  await reader.query('SELECT count(*) FROM shared_read');
  const killed = new pg.Client(databases.readsOwnerUrl);
  killed.on('error', () => undefined);
  await killed.connect();
  const { rows } = await killed.query('SELECT pg_backend_pid() AS pid');
  const detached = killed.query(`ALTER TABLE read DETACH PARTITION read_${short(time)} CONCURRENTLY`);
  const interrupted = expect(detached).rejects.toThrow(/terminat/);
  await waitFor('SELECT 1 FROM pg_inherits WHERE inhdetachpending');
  await owner.query('SELECT pg_terminate_backend($1)', [rows[0].pid]);
  await interrupted;
  await reader.query('COMMIT');
}

describe('purge', () => {
  test('drops days that have ended before the limit, and deletes the tail of the day in which it falls', async () => {
    expect(await purge()).toEqual({ before: limit, days: expired, reads: 4 });
    expect(await stored()).toEqual([young, now - HOUR]);
    expect(await tables()).toEqual(expect.not.arrayContaining([short(oldest), short(older)]));
  });

  test('finds nothing to do the second time', async () => {
    await purge();
    expect(await purge()).toEqual({ before: limit, days: [], reads: 0 });
  });

  test('blocks no query while it waits for one that holds an old day', async () => {
    await reader.query('BEGIN');
    // The owner's own table, so that the old day is locked, whatever the planner leaves out.
    const holder = new pg.Client(databases.readsOwnerUrl);
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT count(*) FROM read');
    const purged = purge();
    await waitFor(
      `SELECT 1 FROM pg_stat_activity WHERE query LIKE 'ALTER TABLE read DETACH%' AND wait_event_type = 'Lock'
         AND datname = current_database()`,
    );
    const { rows } = await reader.query('SELECT count(*)::int AS count FROM shared_read');
    expect(rows).toEqual([{ count: 2 }]);
    await reader.query('COMMIT');
    await holder.query('COMMIT');
    await holder.end();
    expect((await purged).days).toEqual(expired);
  });

  test('finishes what a killed purge has left: a detaching under way, and a day already detached', async () => {
    await owner.query(`ALTER TABLE read DETACH PARTITION read_${short(oldest)}`);
    await interruptDetaching(older);
    expect(await purge()).toEqual({ before: limit, days: expired, reads: 4 });
    expect(await tables()).toEqual(expect.not.arrayContaining([short(oldest), short(older)]));
  });

  test('keeps what the database says is young, though the clock of the node runs ahead', async () => {
    const { before } = await purge(now + 20 * DAY);
    expect(before).toBeLessThan(limit + HOUR);
    expect(await stored()).toContain(now - HOUR);
  });

  test('runs twice at once without harm', async () => {
    const results = await Promise.all([purge(), purge()]);
    expect(results.map(({ reads }) => reads).sort()).toEqual([0, 4]);
  });

  describe('after a clock ran 40 days ahead, which to the purge is as if all reads were 40 days older', () => {
    const aged = Array.from({ length: 7 }, (_, i) => now - (70 - i) * DAY);
    beforeEach(async () => {
      await takeReads(
        databases.readsOwnerUrl,
        aged.map((time) => deliveredRead({ capturedAt: iso(time) })),
      );
      await anHourLater();
    });

    const anHourLater = () =>
      owner.query(`UPDATE purge_pace SET dropped_at = clock_timestamp() - interval '1 hour'`);

    test('drops no more than the two oldest days, however many nodes purge and start in that hour', async () => {
      const { days, waiting } = await purge();
      expect([days.length, waiting]).toEqual([2, aged.length + expired.length - 2]);
      const left = await stored();
      for (let run = 0; run < 3; run += 1) expect((await purge()).days).toEqual([]);
      expect(await stored()).toEqual(left);
      await purgeReads({ ...{ ownerUrl: databases.readsOwnerUrl, now, retentionDays: 30 }, all: true });
    });

    test('drops no more than the two oldest days an hour, deletes nothing of the others, and says how many wait', async () => {
      const there = [...new Set([...aged.map(utcDay), ...expired])];
      for (let dropped = 0; dropped < there.length; dropped += 2) {
        const left = there.length - dropped - 2;
        await anHourLater();
        const { days, waiting } = await purge();
        expect([days, waiting]).toEqual([there.slice(dropped, dropped + 2), left > 0 ? left : undefined]);
        const kept = aged.filter((time) => there.indexOf(utcDay(time)) >= dropped + 2);
        expect(await stored()).toEqual(expect.arrayContaining(kept));
      }
      expect(await stored()).toEqual([young, now - HOUR]);
    });

    test('drops them all where a person who has looked at the clocks says so', async () => {
      const { days, waiting } = await purgeReads({
        ...{ ownerUrl: databases.readsOwnerUrl, now, retentionDays: 30, all: true },
      });
      expect([days.length, waiting]).toEqual([aged.length + expired.length, undefined]);
      expect(await stored()).toEqual([young, now - HOUR]);
    });
  });

  test("is not for the gateway's role", async () => {
    const order = { ownerUrl: databases.readsUrl, now, retentionDays: 30 };
    await expect(purgeReads(order)).rejects.toThrow('must be owner of table read');
  });
});

describe('partitions', () => {
  test('are made once for each UTC day, also by two ingests at once', async () => {
    const days = daysBetween(now + 100 * DAY, now + 103 * DAY);
    const other = new pg.Client(databases.readsOwnerUrl);
    await other.connect();
    await Promise.all([ensurePartitions(owner, days), ensurePartitions(other, days)]);
    await other.end();
    expect(await tables()).toEqual(expect.arrayContaining(days.map((day) => day.replaceAll('-', ''))));
  });

  test('are made beside a query that holds the table', async () => {
    await reader.query('BEGIN');
    await reader.query('SELECT count(*) FROM shared_read');
    await ensurePartitions(owner, daysBetween(now + 200 * DAY, now + 200 * DAY));
    await reader.query('COMMIT');
    expect(await tables()).toContain(short(now + 200 * DAY));
  });

  test('hold the first and the last millisecond of their day', async () => {
    const midnight = Date.parse(utcDay(now - 2 * DAY));
    const times = [midnight - 1, midnight];
    await takeReads(
      databases.readsOwnerUrl,
      times.map((time) => deliveredRead({ plate: 'EDGE1', capturedAt: iso(time) })),
    );
    const { rows } = await owner.query(
      `SELECT tableoid::regclass::text AS day FROM read WHERE plate = 'EDGE1' ORDER BY captured_at`,
    );
    expect(rows).toEqual(times.map((time) => ({ day: `read_${short(time)}` })));
  });
});

async function waitFor(statement: string): Promise<void> {
  while ((await owner.query(statement)).rows.length === 0);
}
