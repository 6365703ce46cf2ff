import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Notices } from '../../../../gateway/database/notices.ts';
import { setSource } from '../../../../gateway/hot-lists/sources/sources-store.ts';
import { JobQueue } from '../../../../gateway/jobs/job-queue.ts';
import { runJob } from '../../../../gateway/jobs/run-job.ts';
import { eventually } from '../../../setup/eventually.ts';
import { hasRedis, startTestRedis, type TestRedis } from '../../../setup/test-redis.ts';
import { log } from './exchange-fixture.ts';
import { type Jobs, startJobs } from './jobs-fixture.ts';

let fixture: Jobs;

beforeAll(async () => {
  fixture = await startJobs();
});
afterAll(() => fixture.close());

(hasRedis ? describe : describe.skip)(
  'the queue in Redis (skipped where redis-server is not installed)',
  () => {
    let redis: TestRedis;
    let queue: JobQueue;
    let notices: Notices;

    beforeAll(async () => {
      redis = await startTestRedis();
      await fixture.exchange.ownerPool.query(`UPDATE list_source SET next_at = now() + interval '1 day'`);
      notices = await Notices.open(fixture.exchange.databases.gatewayUrl);
      queue = await JobQueue.start({
        redisUrl: redis.url,
        notices,
        pool: fixture.exchange.pool,
        run: (id) => runJob(id, fixture.run),
        sweepMs: 50,
        log,
      });
    });

    afterAll(async () => {
      await queue.close();
      await notices.close();
      await redis.close();
    });

    const comes = (plate: string) => eventually(async () => String(await fixture.plates('queued')) === plate);

    test('what is in the outbox is done, and a Redis that forgot everything loses nothing and doubles nothing', async () => {
      const text = (plate: string) => `plate,type\n${plate},Stolen\nZZJ0,Immigration Violator\n`;
      let plate = 'ZZJ1';
      let served = 0;
      fixture.partner.serve = (_, response) => {
        served += 1;
        response.writeHead(200).end(text(plate));
      };
      await setSource(fixture.exchange.ownerPool, {
        listName: 'queued',
        layout: 'csv',
        purpose: null,
        everySeconds: 3600,
        url: fixture.partner.url,
      });
      await comes('ZZJ1');
      await queue.queue?.pause();
      plate = 'ZZJ2';
      await fixture.exchange.pool.query(
        `UPDATE list_source SET next_at = clock_timestamp() WHERE list_name = 'queued'`,
      );
      await queue.sweep();
      expect(await redis.dump()).not.toMatch(/ZZJ/);
      await redis.flush();
      await queue.queue?.resume();
      await comes('ZZJ2');
      expect(served).toBe(2);
      const ended = (await fixture.jobs()).filter(({ kind }) => kind === 'list_fetch');
      expect(ended.map(({ status }) => status)).toEqual(['done', 'done']);
    });

    describe('whoever writes in Redis', () => {
      const inRedis = () => (queue.queue as NonNullable<typeof queue.queue>).client;
      let turn = 0;

      /** A job that has been due for some seconds, not yet handed to Redis. */
      async function dueFor(seconds: number) {
        turn += 1;
        const plate = `ZZJ${turn}W`;
        fixture.partner.serve = (_, response) => void response.end(`plate,type\n${plate},Stolen\n`);
        const { rows } = await fixture.exchange.pool.query(
          `INSERT INTO outbox (kind, target, run_at)
           SELECT 'list_fetch', id, clock_timestamp() - make_interval(secs => $1) FROM list_source WHERE list_name = 'queued'
           RETURNING id`,
          [seconds],
        );
        return { id: rows[0].id as string, plate };
      }

      /** As if another minute had passed: it is handed to Redis anew with each. */
      const age = (id: string) =>
        fixture.exchange.pool.query(`UPDATE outbox SET run_at = run_at - interval '1 minute' WHERE id = $1`, [
          id,
        ]);

      test('and pauses the queue delays a job by some seconds, not for ever', async () => {
        await queue.queue?.pause();
        const { plate } = await dueFor(11);
        await comes(plate);
        expect(await queue.queue?.isPaused()).toBe(false);
      });

      test('and puts a job where Redis holds it done already does not keep it from being done', async () => {
        await queue.queue?.pause();
        const { id, plate } = await dueFor(0);
        await inRedis().hset(`bull:gateway-outbox:${id}:1`, 'name', 'planted');
        await queue.queue?.resume();
        await queue.sweep();
        await age(id);
        await comes(plate);
      });

      test('and makes its list unusable is not ready work: jobs are named as missing until it is over', async () => {
        await inRedis().set('bull:gateway-outbox:wait', 'of no list');
        const { id, plate } = await dueFor(61);
        await eventually(async () => queue.trouble !== null);
        expect(queue.trouble).toMatch(/wait for more than a minute, though Redis answers/);
        await inRedis().del('bull:gateway-outbox:wait');
        await age(id);
        await comes(plate);
        await eventually(async () => queue.trouble === null);
      });
    });
  },
);

if (!hasRedis) {
  process.stderr.write(
    'redis-server is not installed: the tests of the queue were skipped (apt-get install redis-server)\n',
  );
}
