/** A Redis that refuses our password: jobs are off and say why, nothing ends, and nothing repeats the password. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Notices } from '../../../gateway/database/notices.ts';
import { JobQueue } from '../../../gateway/jobs/job-queue.ts';
import { probeRedis } from '../../../gateway/jobs/probe-redis.ts';
import { createSharingFixture, type SharingFixture } from '../../setup/database/sharing-fixture.ts';
import { eventually } from '../../setup/eventually.ts';
import { hasRedis, startTestRedis, type TestRedis } from '../../setup/test-redis.ts';

const RIGHT = 'right-and-long-enough';
const WRONG = 'wrong-but-secret-all-the-same';

(hasRedis ? describe : describe.skip)(
  'a Redis that refuses our password (skipped where redis-server is not installed)',
  () => {
    let fixture: SharingFixture;
    let redis: TestRedis;
    let notices: Notices;
    const told: string[] = [];
    const unhandled: unknown[] = [];
    const keep = (reason: unknown) => unhandled.push(reason);
    const log = { warn: (fields: object, message: string) => told.push(JSON.stringify({ fields, message })) };
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const urlWith = (password: string) =>
      Object.assign(new URL(redis.url), { password }).href.replace('//:', '//default:');

    const start = (redisUrl: string, run: (id: string) => Promise<void> = async () => undefined) =>
      JobQueue.start({ redisUrl, notices, pool: fixture.pool, run, sweepMs: 20, log });

    beforeAll(async () => {
      process.on('unhandledRejection', keep);
      fixture = await createSharingFixture();
      redis = await startTestRedis();
      await redis.demand(RIGHT);
      notices = await Notices.open(fixture.databases.gatewayUrl);
    });
    afterAll(async () => {
      process.off('unhandledRejection', keep);
      await notices.close();
      await redis.close();
      await fixture.close();
    });

    test('is told from one that is not there', async () => {
      expect(await probeRedis(urlWith(WRONG))).toBe('refused');
      expect(await probeRedis(redis.url)).toBe('refused');
      expect(await probeRedis('redis://127.0.0.1:1')).toBe('unreachable');
      expect(await probeRedis(urlWith(RIGHT))).toBeNull();
    });

    test('keeps jobs off, says why once, and begins them when it accepts the password', async () => {
      const queue = await start(urlWith(WRONG));
      try {
        expect([queue.state, queue.queue]).toEqual(['refused', null]);
        expect(queue.trouble).toContain('REDIS_URL');
        await queue.sweep();
        await queue.sweep();
        expect(told.filter((line) => line.includes('refuses the user or password'))).toHaveLength(1);
        await redis.demand(WRONG);
        await eventually(async () => queue.state === 'ready');
        expect(queue.trouble).toBeNull();
        expect(told.some((line) => line.includes('Redis answers again'))).toBe(true);
      } finally {
        await queue.close();
        await redis.demand(RIGHT);
      }
    });

    test('also where the password is changed while jobs run, and they go on when it is changed back', async () => {
      const queue = await start(urlWith(RIGHT));
      try {
        await eventually(async () => queue.state === 'ready');
        await redis.demand('another-one');
        await eventually(async () => queue.state === 'refused');
        // Long enough to be refused several times.
        await pause(300);
        await redis.demand(RIGHT);
        await eventually(async () => queue.state === 'ready');
      } finally {
        await queue.close();
      }
    });

    test('and the queue can be closed the moment it is let in, whatever Bull has just begun', async () => {
      for (let round = 0; round < 10; round += 1) {
        const queue = await start(urlWith(WRONG));
        expect(queue.state).toBe('refused');
        await redis.demand(WRONG);
        await queue.sweep();
        expect(queue.queue).not.toBeNull();
        await pause(round);
        await queue.close();
        await redis.demand(RIGHT);
      }
    });

    test('and it can be closed while it is refused and a job is under way, for which it waits', async () => {
      let begin: () => void = () => undefined;
      const begun = new Promise<void>((resolve) => (begin = resolve));
      let end: () => void = () => undefined;
      const ended = new Promise<void>((resolve) => (end = resolve));
      const before = timers();
      const queue = await start(urlWith(RIGHT), () => {
        begin();
        return ended;
      });
      await fixture.pool.query(`INSERT INTO outbox (kind, target) VALUES ('list_fetch', gen_random_uuid())`);
      await begun;
      await redis.demand('another-one');
      await eventually(async () => queue.state === 'refused');
      let isClosed = false;
      const closed = queue.close().then(() => (isClosed = true));
      await pause(700);
      expect(isClosed).toBe(false);
      end();
      await closed;
      await redis.demand(RIGHT);
      // None of Bull's keeps the process.
      await eventually(() => timers() <= before);
    });

    test('and closing does not wait for a Redis that is gone while jobs are handed to it', async () => {
      const queue = await start(urlWith(RIGHT));
      await eventually(async () => queue.state === 'ready');
      const { length } = told;
      await redis.freeze(async () => {
        await fixture.pool.query(
          `INSERT INTO outbox (kind, target) VALUES ('list_fetch', gen_random_uuid())`,
        );
        // Its look at the outbox has ended, and Redis has not answered.
        await pause(200);
        await queue.close();
      });
      expect(told).toHaveLength(length);
    });

    test('ends no process, and nobody prints the password', () => {
      expect(unhandled).toEqual([]);
      expect(told.length).toBeGreaterThan(0);
      expect(told.join('\n')).not.toMatch(/wrong-but-secret|right-and-long|another-one/);
    });
  },
);
