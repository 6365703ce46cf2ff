/** A commit whose session the database ended before it saw the COMMIT: made again once, logged once. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { LOCK_SPACE } from '../../../../gateway/database/advisory-locks.ts';
import { CommitQueue } from '../../../../gateway/release/commit/commit-queue.ts';
import type { CommitDeps } from '../../../../gateway/release/commit/commit-releases.ts';
import {
  createSharingFixture,
  pendingQuery,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { eventually } from '../../../setup/eventually.ts';

/** Ms; longer than a session may pause inside its transaction. */
const STOOD_STILL = 500;

let fixture: SharingFixture;
let queue: CommitQueue;

beforeEach(async () => {
  fixture = await createSharingFixture();
});
afterEach(async () => {
  await queue.close();
  await fixture.close();
});

function open(deps: CommitDeps = fixture.deps): void {
  queue = new CommitQueue({ url: fixture.databases.gatewayUrl, connections: 1 }, deps);
}

const standStill = () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STOOD_STILL);

/** Between the two round trips of a commit this process stands still, as if it were stopped. */
function standingStill(times: number): CommitDeps {
  const { plateKeys } = fixture.deps;
  let left = times;
  return {
    ...fixture.deps,
    plateKeys: (purpose) => {
      // The key of the day is asked for once the first round trip is answered.
      if (/^\d/.test(purpose) && left > 0) {
        left -= 1;
        standStill();
      }
      return plateKeys(purpose);
    },
  };
}

async function kinds(): Promise<string[]> {
  const { rows } = await fixture.pool.query('SELECT entry FROM log_entry ORDER BY index');
  return rows.map((row) => JSON.parse(row.entry).kind);
}

const RELEASED = ['log_created', 'subject_enrolled', 'release'];

describe('a commit whose session was ended', () => {
  test('while it waited, by a revoke that it stood in the way of, is made again', async () => {
    open();
    const other = new pg.Client({ connectionString: fixture.databases.gatewayUrl });
    await other.connect();
    await other.query('BEGIN');
    await other.query('SELECT pg_advisory_xact_lock($1, 0)', [LOCK_SPACE.head]);
    const committed = queue.commit(pendingQuery(fixture.agencyId));
    const end = `SELECT count(pg_terminate_backend(pid)) AS n FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'gateway-commit' AND wait_event = 'advisory'`;
    await eventually(async () => (await fixture.pool.query(end)).rows[0].n > 0);
    await other.query('ROLLBACK');
    await other.end();
    expect((await committed).kind).toBe('released');
    expect(await kinds()).toEqual(RELEASED);
  });

  test('because the process stood still in the middle of it, is made again', async () => {
    open(standingStill(1));
    expect((await queue.commit(pendingQuery(fixture.agencyId))).kind).toBe('released');
    expect(await kinds()).toEqual(RELEASED);
  });

  test('because the process stood still before it read the answers, is made again', async () => {
    open();
    // The connection is there.
    await queue.commit(pendingQuery(fixture.agencyId));
    const committed = queue.commit(pendingQuery(fixture.agencyId));
    // What the database answered, and that it ended the session, is read at once when the process goes on.
    setImmediate(standStill);
    expect((await committed).kind).toBe('released');
    expect(await kinds()).toEqual([...RELEASED, 'release']);
  });

  test('a second time is given up: nothing is logged, and the asker is told to ask again', async () => {
    open(standingStill(2));
    await expect(queue.commit(pendingQuery(fixture.agencyId))).rejects.toMatchObject({ status: 503 });
    expect(await kinds()).toEqual(RELEASED.slice(0, 1));
  });
});
