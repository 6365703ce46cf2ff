import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { addPush, setEndpoint, setSource } from '../../../gateway/hot-lists/exchange-store.ts';
import { fetchList } from '../../../gateway/hot-lists/fetch-list.ts';
import { notifyHit } from '../../../gateway/hot-lists/notify-hit.ts';
import { pushList } from '../../../gateway/hot-lists/push-list.ts';
import { JobQueue } from '../../../gateway/jobs/job-queue.ts';
import { enqueueDue, findDue } from '../../../gateway/jobs/outbox-store.ts';
import { type RunDeps, runJob } from '../../../gateway/jobs/run-job.ts';
import { hasRedis, startTestRedis, type TestRedis } from '../../setup/test-redis.ts';
import { type Exchange, log, standingQuery, startExchange } from './exchange-fixture.ts';
import { type PartnerServer, SECRET, startPartner } from './partner-server.ts';

let exchange: Exchange;
let partner: PartnerServer;
let run: RunDeps;

beforeAll(async () => {
  exchange = await startExchange();
  partner = await startPartner();
  const { pool, commits, inFlight, databases, agencyId } = exchange;
  await setEndpoint(pool, agencyId, partner.url, SECRET);
  const deps = {
    pool,
    databaseUrl: databases.gatewayUrl,
    commit: commits.commit,
    inFlight,
    retentionDays: 30,
    rulesRevision: 'test',
    outbound: { allow: ['127.0.0.0/8'] },
    now: Date.now,
  };
  const work: RunDeps['work'] = {
    hit_notice: (job) => notifyHit(job, deps),
    list_push: (job) => pushList(job, deps),
    list_fetch: (job) => fetchList(job, deps),
  };
  run = { pool, work, worker: '00000000-0000-4000-8000-000000000001', leaseMs: 60_000, log };
});

beforeEach(async () => {
  partner.received.length = 0;
  partner.statuses.length = 0;
  partner.onDelivery = null;
  await exchange.pool.query('DELETE FROM outbox');
});

afterAll(async () => {
  partner.close();
  await exchange.close();
});

/** Runs what is due until nothing is; failed jobs are due again at once. */
async function runAll(): Promise<void> {
  for (let rounds = 0; rounds < 50; rounds += 1) {
    await enqueueDue(exchange.pool);
    await exchange.pool.query(`UPDATE outbox SET run_at = clock_timestamp() WHERE status = 'waiting'`);
    const due = await findDue(exchange.pool, 100);
    if (due.length === 0) return;
    for (const { id } of due) await runJob(id, run);
  }
  throw new Error('jobs do not come to an end');
}

async function jobs(): Promise<{ kind: string; status: string; attempts: number; fault: string | null }[]> {
  const { rows } = await exchange.pool.query(
    'SELECT kind, status, attempts, fault FROM outbox ORDER BY made_at',
  );
  return rows;
}

const fetches = async () => (await jobs()).filter(({ kind }) => kind === 'list_fetch');

async function firstDue(): Promise<string> {
  const [job] = await findDue(exchange.pool, 1);
  if (job === undefined) throw new Error('no job is due');
  return job.id;
}

const enter = (number: string) =>
  exchange.call('partner', 'POST', '/v1/hot-lists/own/entries', standingQuery({ plate: { number } }));

async function plates(name: string): Promise<string[]> {
  const { rows } = await exchange.pool.query(
    'SELECT plate FROM hot_list_entry e JOIN hot_list l ON l.id = e.list_id WHERE l.name = $1 ORDER BY plate',
    [name],
  );
  return rows.map(({ plate }) => plate);
}

describe('notices of hits', () => {
  test('a hit is told once, signed, with its read and receipt, and each attempt is decided anew', async () => {
    await enter('ZZN1');
    await exchange.see('ZZN1');
    partner.statuses.push(500, 503);
    const before = (await exchange.entries()).length;
    await runAll();
    expect(partner.received).toHaveLength(1);
    expect(partner.received[0]?.body).toMatchObject({
      type: 'hit.unconfirmed',
      data: { status: 'unconfirmed', reads: [{ plate: 'ZZN1' }], receipt: { index: expect.any(Number) } },
    });
    expect(await jobs()).toMatchObject([{ kind: 'hit_notice', status: 'done', attempts: 3 }]);
    const notices = (await exchange.entries()).slice(before).filter(({ kind }) => kind === 'hit_notice');
    expect(notices).toHaveLength(3);
  });

  test('a job that two workers take at the same moment is done once', async () => {
    await enter('ZZN2');
    await exchange.see('ZZN2');
    const id = await firstDue();
    const other = { ...run, worker: '00000000-0000-4000-8000-000000000002' };
    await Promise.all([runJob(id, run), runJob(id, other), runJob(id, run)]);
    expect(partner.received).toHaveLength(1);
  });

  test('a worker that lost its lease does not end the job of the next', async () => {
    await enter('ZZN3');
    await exchange.see('ZZN3');
    const id = await firstDue();
    partner.onDelivery = async () => {
      partner.onDelivery = null;
      await exchange.pool.query(
        `UPDATE outbox SET worker = '00000000-0000-4000-8000-000000000009' WHERE id = $1`,
        [id],
      );
    };
    await runJob(id, run);
    expect(await jobs()).toMatchObject([{ status: 'waiting', fault: null }]);
  });

  test('an endpoint that never answers well ends among the dead letters, and the hit can still be asked for', async () => {
    await enter('ZZN4');
    await exchange.see('ZZN4');
    partner.statuses.push(...Array.from({ length: 20 }, () => 500));
    await runAll();
    expect(await jobs()).toMatchObject([{ status: 'dead', attempts: 10, fault: 'unavailable' }]);
    expect(partner.received).toEqual([]);
  });

  test('an endpoint inside the house is not called', async () => {
    await setEndpoint(exchange.pool, exchange.agencyId, 'https://10.0.0.1/hook', SECRET);
    await enter('ZZN5');
    await exchange.see('ZZN5');
    await runAll();
    expect(await jobs()).toMatchObject([{ status: 'dead', attempts: 1, fault: 'malformed' }]);
    await setEndpoint(exchange.pool, exchange.agencyId, partner.url, SECRET);
  });
});

describe('pushed lists', () => {
  test('a partner gets every entry once, in batches that are each a release, then only what changed', async () => {
    const rows = Array.from({ length: 450 }, (_, i) => `ZZQ${1000 + i},Stolen Vehicle`);
    const id = await exchange.list('pushed', rows, 'stolen_vehicle');
    await addPush(exchange.pool, id, exchange.agencyId);
    partner.statuses.push(204, 500);
    await runAll();
    const got = partner.received.flatMap(({ body }) =>
      body.data.entries.map(({ plate }: { plate: string }) => plate),
    );
    expect(partner.received).toHaveLength(3);
    expect(got).toHaveLength(450);
    expect(new Set(got).size).toBe(450);
    partner.received.length = 0;
    await exchange.list('pushed', [...rows.slice(1), 'ZZQ9,Stolen Vehicle'], 'stolen_vehicle');
    await runAll();
    expect(
      partner.received.flatMap(({ body }) => body.data.entries.map(({ op }: { op: string }) => op)).sort(),
    ).toEqual(['add', 'remove']);
  });

  test('a revoke in the middle of a push: not one entry after it has returned', async () => {
    const rows = Array.from({ length: 450 }, (_, i) => `ZZK${1000 + i},Stolen Vehicle`);
    const id = await exchange.list('cut', rows, 'stolen_vehicle');
    await addPush(exchange.pool, id, exchange.agencyId);
    await enter('ZZN6');
    let after = Number.NaN;
    partner.onDelivery = async () => {
      partner.onDelivery = null;
      await exchange.revoke();
      after = partner.received.length;
    };
    await runAll();
    await exchange.see('ZZN6');
    await runAll();
    // What the endpoint had read when the revoke came is the only thing it may have.
    expect(partner.received.length).toBeLessThanOrEqual(after + 1);
    const log = await exchange.entries();
    const mark = log.findLastIndex(({ kind }) => kind === 'revoked');
    const later = log
      .slice(mark)
      .filter(({ kind, effect }) => /sync|notice/.test(kind) && effect === 'permit');
    expect(later).toEqual([]);
    expect((await jobs()).map(({ status }) => status)).toContain('refused');
  });
});

describe('lists that are fetched', () => {
  const source = { layout: 'csv', purpose: null, everySeconds: 3600 } as const;
  const due = (name: string) =>
    exchange.pool.query(`UPDATE list_source SET next_at = clock_timestamp() WHERE list_name = $1`, [name]);

  test('over HTTP with ETag: taken once, then not even read again until it changes', async () => {
    let [text, served, notModified] = ['plate,type\nZZF1,Stolen\nZZF2,Stolen\n', 0, 0];
    partner.serve = (request, response) => {
      const etag = `"${text.length}"`;
      if (request.headers['if-none-match'] === etag) {
        notModified += 1;
        return response.writeHead(304).end();
      }
      served += 1;
      return response.writeHead(200, { ETag: etag }).end(text);
    };
    await setSource(exchange.pool, { ...source, listName: 'web', url: `${partner.url}/list.csv` });
    await runAll();
    await due('web');
    await runAll();
    expect([served, notModified]).toEqual([1, 1]);
    text = 'plate,type\nZZF1,Stolen\nZZF2,Stolen\nZZF3,Stolen\n';
    await due('web');
    await runAll();
    expect(await plates('web')).toEqual(['ZZF1', 'ZZF2', 'ZZF3']);
  });

  test('a source that breaks off in the middle changes nothing, and is asked again', async () => {
    let broken = 1;
    partner.serve = (_, response) => {
      const text = 'plate,type\nZZF1,Stolen\nZZF9,Stolen\n';
      response.writeHead(200, { 'Content-Length': String(text.length) });
      if (broken-- > 0) response.write(text.slice(0, 25), () => response.destroy());
      else response.end(text);
    };
    await due('web');
    await enqueueDue(exchange.pool);
    for (const { id } of await findDue(exchange.pool, 9)) await runJob(id, run);
    expect(await plates('web')).toEqual(['ZZF1', 'ZZF2', 'ZZF3']);
    await runAll();
    expect(await plates('web')).toEqual(['ZZF1', 'ZZF9']);
  });

  test('a bad list is not asked for again before its time; the list in force stays', async () => {
    partner.serve = (_, response) => response.writeHead(200).end('<html>login</html>');
    await due('web');
    await runAll();
    expect(await fetches()).toMatchObject([{ status: 'dead', attempts: 1, fault: 'malformed' }]);
    expect(await plates('web')).toEqual(['ZZF1', 'ZZF9']);
  });

  test('a redirect into the house is not followed', async () => {
    partner.serve = (_, response) =>
      response.writeHead(302, { Location: 'http://169.254.169.254/latest' }).end();
    await due('web');
    await runAll();
    expect(await fetches()).toMatchObject([{ status: 'dead', fault: 'malformed' }]);
  });

  test('from a watched directory: the newest file that is complete', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'hot-list-'));
    const put = async (name: string, text: string, age: number) => {
      await writeFile(join(directory, name), text);
      const at = new Date(Date.now() - age);
      await utimes(join(directory, name), at, at);
    };
    await put('a.csv', 'plate,type\nZZW1,Stolen\n', 60_000);
    await put('b.csv', 'plate,type\nZZW2,Stolen\n', 30_000);
    await put('c.csv.part', 'plate,type\nZZW3,Sto', 20_000);
    await put('d.csv', 'plate,type\nZZW4,Sto', 0);
    await setSource(exchange.pool, { ...source, listName: 'watched', url: `file://${directory}/` });
    await runAll();
    expect(await plates('watched')).toEqual(['ZZW2']);
    await rm(directory, { recursive: true });
  });
});

(hasRedis ? describe : describe.skip)(
  'the queue in Redis (skipped where redis-server is not installed)',
  () => {
    let redis: TestRedis;
    let queue: JobQueue;

    beforeAll(async () => {
      redis = await startTestRedis();
      await exchange.ownerPool.query(`UPDATE list_source SET next_at = now() + interval '1 day'`);
      queue = await JobQueue.start({
        redisUrl: redis.url,
        databaseUrl: exchange.databases.gatewayUrl,
        pool: exchange.pool,
        run: (id) => runJob(id, run),
        sweepMs: 50,
        log,
      });
    });

    afterAll(async () => {
      await queue.close();
      await redis.close();
    });

    async function done(name: string, expected: string[]): Promise<void> {
      for (let i = 0; i < 200; i += 1) {
        if (JSON.stringify(await plates(name)) === JSON.stringify(expected)) return;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      expect(await plates(name)).toEqual(expected);
    }

    test('what is in the outbox is done, and a Redis that forgot everything loses nothing and doubles nothing', async () => {
      const text = (plate: string) => `plate,type\n${plate},Stolen\nZZJ0,Immigration Violator\n`;
      let plate = 'ZZJ1';
      let served = 0;
      partner.serve = (_, response) => {
        served += 1;
        response.writeHead(200).end(text(plate));
      };
      await setSource(exchange.pool, {
        listName: 'queued',
        layout: 'csv',
        purpose: null,
        everySeconds: 3600,
        url: partner.url,
      });
      await done('queued', ['ZZJ1']);
      await queue.queue.pause();
      plate = 'ZZJ2';
      await exchange.pool.query(
        `UPDATE list_source SET next_at = clock_timestamp() WHERE list_name = 'queued'`,
      );
      await queue.sweep();
      expect(await redis.dump()).not.toMatch(/ZZJ/);
      await redis.flush();
      await queue.queue.resume();
      await done('queued', ['ZZJ2']);
      expect(served).toBe(2);
      const ended = (await jobs()).filter(({ kind }) => kind === 'list_fetch');
      expect(ended.map(({ status }) => status)).toEqual(['done', 'done']);
    });
  },
);

if (!hasRedis) {
  process.stderr.write(
    'redis-server is not installed: the tests of the queue were skipped (apt-get install redis-server)\n',
  );
}
