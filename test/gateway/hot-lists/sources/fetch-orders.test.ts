import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HEAD_LOCK_STATEMENT } from '../../../../gateway/audit/log-writer-store.ts';
import { inTransaction } from '../../../../gateway/database/db-transaction.ts';
import {
  findSource,
  orderFetch,
  removeSource,
  setSource,
  sourceFetched,
} from '../../../../gateway/hot-lists/sources/sources-store.ts';
import { claimJob, endJob, enqueueDue, findDue } from '../../../../gateway/jobs/outbox-store.ts';
import { runJob } from '../../../../gateway/jobs/run-job.ts';
import { eventually } from '../../../setup/eventually.ts';
import { type Jobs, startJobs } from '../lists/jobs-fixture.ts';

let fixture: Jobs;
let served: string[];
/** Happens while the first fetch of a test waits for its answer. */
let meanwhile: () => Promise<unknown>;

beforeAll(async () => {
  fixture = await startJobs();
  fixture.partner.serve = async (request, response) => {
    const path = request.url as string;
    served.push(path);
    const plate = `ZZO${served.length}`;
    if (served.length === 1) await meanwhile();
    response.writeHead(200, { ETag: `"${path}"` }).end(`plate,type\n${plate},Stolen\n`);
  };
});
beforeEach(async () => {
  await fixture.reset();
  served = [];
});
afterAll(() => fixture.close());

function set(path: string): Promise<string> {
  return setSource(fixture.exchange.ownerPool, {
    listName: 'ordered',
    layout: 'csv',
    purpose: null,
    everySeconds: 3600,
    url: `${fixture.partner.url}${path}`,
  });
}

/** Runs what is due once; what failed waits. */
async function runOnce(): Promise<void> {
  const { pool } = fixture.exchange;
  await enqueueDue(pool);
  for (const { id } of await findDue(pool, 9)) await runJob(id, fixture.run);
}

describe('orders that meet a fetch under way', () => {
  test('one that is just ending is not made a second time', async () => {
    const { pool } = fixture.exchange;
    const source = await findSource(pool, await set('/a'));
    await enqueueDue(pool);
    const job = await claimJob(pool, await fixture.firstDue(), fixture.run.worker, 60_000);
    if (source === null || job === null) throw new Error('no source or no job');
    await inTransaction(pool, async (trx) => {
      await sourceFetched(trx, source, { etag: null });
      await endJob(trx, job, 'done');
      expect(await enqueueDue(pool)).toBe(0);
    });
    expect(await enqueueDue(pool)).toBe(0);
  });

  test('one that holds the source and waits for the log does not break off the fetch that ends', async () => {
    const { ownerPool, pool } = fixture.exchange;
    const order = await pool.connect();
    const backend = await order.query('SELECT pg_backend_pid() AS pid');
    try {
      meanwhile = async () => {
        await order.query('BEGIN');
        await orderFetch(order, 'ordered', false);
      };
      await set('/a');
      const fetched = runOnce();
      await eventually(async () => {
        const waiting = 'SELECT 1 FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))';
        const { rows } = await ownerPool.query(waiting, [backend.rows[0].pid]);
        return rows.length === 1;
      });
      await order.query(HEAD_LOCK_STATEMENT);
      await order.query('COMMIT');
      await fetched;
    } finally {
      order.release();
    }
    const { rows } = await ownerPool.query("SELECT fault FROM outbox WHERE status = 'done'");
    expect(rows).toEqual([{ fault: null }]);
  });

  test('an order is not lost in the fetch that began before it: the list is fetched again', async () => {
    meanwhile = () => orderFetch(fixture.exchange.pool, 'ordered', false);
    await set('/a');
    await runOnce();
    expect(await fixture.plates('ordered')).toEqual(['ZZO1']);
    await runOnce();
    expect(await fixture.plates('ordered')).toEqual(['ZZO2']);
    await runOnce();
    expect(served).toEqual(['/a', '/a']);
  });

  test('a source that moved takes nothing from its old address, neither list nor tag', async () => {
    meanwhile = () => set('/b');
    await set('/a');
    await runOnce();
    expect(await fixture.plates('ordered')).toEqual(['ZZO2']);
    await fixture.runAll();
    expect(served).toEqual(['/a', '/b']);
    expect(await fixture.plates('ordered')).toEqual(['ZZO2']);
    const { rows } = await fixture.exchange.pool.query('SELECT etag FROM list_source');
    expect(rows).toEqual([{ etag: '"/b"' }]);
  });

  test('a source that was removed brings nothing any more', async () => {
    const id = await set('/a');
    meanwhile = () => removeSource(fixture.exchange.pool, id);
    await fixture.runAll();
    expect(await fixture.plates('ordered')).toEqual(['ZZO2']);
    expect(await fixture.jobs('list_fetch')).toMatchObject([{ status: 'refused' }]);
  });
});
