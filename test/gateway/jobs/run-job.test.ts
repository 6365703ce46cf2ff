import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../gateway/faults/errors.ts';
import { endJob, enqueueDue, findDue, type Job } from '../../../gateway/jobs/outbox-store.ts';
import { runJob } from '../../../gateway/jobs/run-job.ts';
import { createSharingFixture, type SharingFixture } from '../../setup/database/sharing-fixture.ts';

let fixture: SharingFixture;
const log = { warn: () => undefined, error: () => undefined };

beforeAll(async () => {
  fixture = await createSharingFixture();
});
beforeEach(() => fixture.pool.query('DELETE FROM outbox'));
afterAll(() => fixture.close());

async function make(kind = 'list_fetch'): Promise<string> {
  const { rows } = await fixture.pool.query(
    'INSERT INTO outbox (kind, target) VALUES ($1, gen_random_uuid()) RETURNING id',
    [kind],
  );
  return rows[0].id;
}

function run(id: string, work: (job: Job) => Promise<void>, leaseMs = 60_000, worker = crypto.randomUUID()) {
  const deps = { pool: fixture.pool, worker, leaseMs, log };
  return runJob(id, {
    ...deps,
    work: {
      ...{ list_fetch: work, list_push: work, hit_notice: work, hit_caution: work },
      ...{ vendor_list: work, mail_notice: work },
    },
  });
}

const status = async (id: string) => {
  const { rows } = await fixture.pool.query('SELECT status, fault, attempts FROM outbox WHERE id = $1', [id]);
  return rows[0];
};

/** Ms; long enough that a machine which stands still for two seconds renews it in time. */
const LEASE = 4_000;

describe('a job', () => {
  test('that takes longer than its lease keeps it for as long as its worker lives', async () => {
    const id = await make();
    let others = 0;
    const other = async () => {
      others += 1;
    };
    const long = async (job: Job) => {
      const until = performance.now() + 1.5 * LEASE;
      while (performance.now() < until) {
        await pause(LEASE / 10);
        await run(id, other, LEASE);
      }
      await endJob(fixture.pool, job, 'done');
    };
    await run(id, long, LEASE);
    expect(others).toBe(0);
    expect(await status(id)).toEqual({ status: 'done', fault: null, attempts: 1 });
  });

  test('whose fault no repetition heals is put away at once; any other is tried again', async () => {
    const [bad, away] = [await make(), await make()];
    await run(bad, () => Promise.reject(new GatewayError('malformed', 'x')));
    await run(away, () => Promise.reject(new GatewayError('unavailable', 'x')));
    expect(await status(bad)).toEqual({ status: 'dead', fault: 'malformed', attempts: 1 });
    expect(await status(away)).toEqual({ status: 'waiting', fault: 'unavailable', attempts: 1 });
  });

  test('whose fault has a text keeps its code only', async () => {
    const id = await make();
    await run(id, () =>
      Promise.reject(Object.assign(new Error('plate ZZT1'), { code: 'plate ZZT1 is bad' })),
    );
    expect(await status(id)).toMatchObject({ fault: 'internal' });
  });
});

describe('a push that was refused', () => {
  test('waits for a new grant, an approval of its endpoint, or an hour: each refusal is an entry of the log', async () => {
    const { agencyId, ownerPool, pool } = fixture;
    const { rows: lists } = await ownerPool.query(
      `INSERT INTO hot_list (name, kind, purpose) VALUES ('pushed', 'imported', 'stolen_vehicle') RETURNING id`,
    );
    await ownerPool.query(
      `INSERT INTO hot_list_entry (list_id, key, plate, kind, restricted) VALUES ($1, gen_random_uuid(), 'ZZT1', 'stated', false)`,
      [lists[0].id],
    );
    await ownerPool.query(
      `INSERT INTO partner_endpoint (agency_id, url, salt, set_by, approved_by, approved_at)
       SELECT $1, 'https://a.example', $2, s.id, p.id, now() - interval '1 day' FROM person s, person p
       WHERE s.subject = 'admin-1' AND p.subject = 'admin-2'`,
      [agencyId, Buffer.alloc(32)],
    );
    await ownerPool.query('INSERT INTO list_push (list_id, agency_id) VALUES ($1, $2)', [
      lists[0].id,
      agencyId,
    ]);
    await ownerPool.query(`UPDATE sharing_grant SET approved_at = now() - interval '1 day'`);
    const due = async () => {
      await enqueueDue(pool);
      return findDue(pool, 10);
    };
    const [{ id } = { id: '' }] = await due();
    await run(id, (job) => endJob(pool, job, 'refused'));
    expect(await due()).toEqual([]);
    await ownerPool.query('UPDATE sharing_grant SET approved_at = clock_timestamp()');
    expect(await due()).toHaveLength(1);
    await ownerPool.query(`UPDATE sharing_grant SET approved_at = now() - interval '1 day'`);
    await ownerPool.query('DELETE FROM outbox WHERE status = $1', ['waiting']);
    expect(await due()).toEqual([]);
    await ownerPool.query('UPDATE partner_endpoint SET approved_at = clock_timestamp()');
    expect(await due()).toHaveLength(1);
    await ownerPool.query(`UPDATE partner_endpoint SET approved_at = now() - interval '1 day'`);
    await ownerPool.query('DELETE FROM outbox WHERE status = $1', ['waiting']);
    expect(await due()).toEqual([]);
    await ownerPool.query(`UPDATE outbox SET ended_at = now() - interval '61 minutes'`);
    expect(await due()).toHaveLength(1);
  });
});
