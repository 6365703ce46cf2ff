/** Jobs that come while the outbox is being looked at. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { Notices } from '../../../gateway/database/notices.ts';
import { JobQueue } from '../../../gateway/jobs/job-queue.ts';
import { createSharingFixture, type SharingFixture } from '../../setup/database/sharing-fixture.ts';
import { hasRedis, startTestRedis, type TestRedis } from '../../setup/test-redis.ts';

const withRedis = hasRedis ? test : test.skip;
const log = { warn: () => undefined, error: () => undefined };

let fixture: SharingFixture;
let redis: TestRedis | null;
let notices: Notices;

beforeAll(async () => {
  fixture = await createSharingFixture();
  redis = hasRedis ? await startTestRedis() : null;
  notices = await Notices.open(fixture.databases.gatewayUrl);
});
afterAll(async () => {
  await notices.close();
  await redis?.close();
  await fixture.close();
});

/** A pool whose answer to a look at the outbox comes when it is let go. */
function slowPool(): { pool: pg.Pool; looked: Promise<void>; letGo: () => void } {
  let letGo: () => void = () => undefined;
  let seen: () => void = () => undefined;
  const looked = new Promise<void>((resolve) => (seen = resolve));
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const query = async (text: string, values?: unknown[]) => {
    const answer = await fixture.pool.query(text, values);
    if (!text.startsWith('SELECT id')) return answer;
    seen();
    await held;
    return answer;
  };
  return { pool: { query } as unknown as pg.Pool, looked, letGo };
}

withRedis(
  'are handed on by a look that begins after them, not forgotten until the next by the clock',
  async () => {
    const { pool, looked, letGo } = slowPool();
    const redisUrl = (redis as TestRedis).url;
    const run = async () => undefined;
    const queue = await JobQueue.start({ redisUrl, notices, pool, run, sweepMs: 3_600_000, log });
    try {
      await queue.queue?.pause();
      const first = queue.sweep();
      await looked;
      const { rows } = await fixture.pool.query(
        `INSERT INTO outbox (kind, target) VALUES ('list_fetch', gen_random_uuid()) RETURNING id`,
      );
      const second = queue.sweep();
      letGo();
      await Promise.all([first, second]);
      expect(await queue.queue?.getJob(`${rows[0].id}:1`)).not.toBeNull();
    } finally {
      letGo();
      await queue.close();
    }
  },
);
