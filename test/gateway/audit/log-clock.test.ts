/** The log names the database's minutes; where it is ahead of the clock, only withdrawals go on until two persons resume. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { appendEvents } from '../../../gateway/audit/append-events.ts';
import { findNewestHead, type StoredHead } from '../../../gateway/audit/log-store.ts';
import { ownerEvent } from '../../../gateway/audit/owner-event.ts';
import { sealEvents } from '../../../gateway/audit/seal-events.ts';
import { connectPool } from '../../../gateway/database/db.ts';
import { inTransaction } from '../../../gateway/database/db-transaction.ts';
import { simulateClock } from '../../../gateway/demo/history/simulated-clock-store.ts';
import { haltAheadOfClock } from '../../../gateway/registry/sharing/halt-ahead-of-clock.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { type Administration, startAdministration } from '../../setup/administration.ts';

let admin: Administration;
let warnings: string[];
beforeAll(async () => {
  admin = await startAdministration();
  warnings = [];
});
afterAll(() => admin.close());

const MINUTE = 60_000;
const NEW_AGENCY = {
  ...{
    ori: 'CO0990100',
    oris: ['CO0990101'],
    name: 'Sample Police Department',
    class: 'municipal',
    state: 'CO',
    county: 'Adams',
  },
  ...{ boundByArticle74: true, has287g: false, federalMembers: false, status: 'active', roster: 25 },
};
const log = { warn: (_: object, message: string) => void warnings.push(message) };
const event = (kind: 'fault' | 'purged') => ownerEvent({ kind, agency: null, owner: {} });
const append = (kind: 'fault' | 'purged', pool = admin.pool) =>
  inTransaction(pool, (trx) => appendEvents(trx, [event(kind)]));
const halted = async () => (await admin.call('auditor', 'GET', '/v1/sharing')).body.halted;
const post = (path: string, who: 'admin-1' | 'admin-2' = 'admin-1') =>
  admin.call(who, 'POST', path, { reason: 'a test' });

/** An entry of another time on top of the log, as anyone with the log-in can seal it; nothing of it stays. */
async function appendAt(ms: number, pool = admin.pool): Promise<void> {
  const head = (await findNewestHead(pool)) as StoredHead;
  const { frontier, root, sealed, size } = sealEvents(
    { ...head, now: new Date(Date.now() + ms) },
    [event('fault')],
    () => 0,
  );
  const [{ entry, leafHash }] = sealed as [(typeof sealed)[number]];
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT append_log($1, $2, $3, $4, $5)', [[entry], leafHash, size, root, frontier]);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

/** The database's clock is ahead for a moment, and an entry is made by it. */
async function glitch(): Promise<void> {
  const clock = await simulateClock(admin, Date.now() + 30 * DAY);
  const pool = connectPool(clock.url, { applicationName: 'test' });
  await clock.set(Date.now() + 41 * DAY);
  await append('purged', pool);
  await pool.end();
  await clock.close();
}

describe('an entry', () => {
  test.each([-10 * 60, -3, 3, 41 * 24 * 60])(
    'of %i minutes from now is not taken from the log-in',
    async (minutes) => {
      await expect(appendAt(minutes * MINUTE)).rejects.toMatchObject({ constraint: 'log_entry_minute' });
    },
  );

  test.each([-1, 0, 1])('of %i minutes from now is taken', async (minutes) => {
    await appendAt(minutes * MINUTE);
  });
});

test('behind an entry that is ahead of the clock withdrawals go on, all else waits until two persons resume', async () => {
  await haltAheadOfClock(admin.pool, log);
  await admin.register('CO0010000');
  await glitch();
  const added = await admin.call('admin-1', 'POST', '/v1/agencies', NEW_AGENCY);
  expect([added.status, added.body.detail]).toEqual([
    503,
    expect.stringContaining(
      'only withdrawals and looks at the log are taken until two administrators resume',
    ),
  ]);
  await expect(append('purged')).rejects.toMatchObject({ code: 'AL001' });
  const revoked = await post('/v1/agencies/CO0010000/revoke');
  expect(revoked.status).toBe(200);
  // An entry of now stands on top of it, which changes nothing.
  await expect(append('purged')).rejects.toMatchObject({ code: 'AL001' });
  await append('fault');
  expect(await halted()).toBe(false);
  await haltAheadOfClock(admin.pool, log);
  await haltAheadOfClock(admin.pool, log);
  expect(await halted()).toBe(true);
  expect(warnings).toEqual([expect.stringContaining('dated ahead of the clock of the database server')]);
  const [{ body: sharing }, first] = [
    await admin.call('auditor', 'GET', '/v1/sharing'),
    await post('/v1/sharing/resume'),
  ];
  expect(sharing.halts).toEqual([expect.objectContaining({ by: 'gateway', person: null })]);
  expect(first.status).toBe(202);
  await expect(append('purged')).rejects.toMatchObject({ code: 'AL001' });
  expect((await post('/v1/sharing/resume', 'admin-2')).status).toBe(200);
  expect((await admin.call('admin-1', 'POST', '/v1/agencies', NEW_AGENCY)).status).toBe(201);
  await haltAheadOfClock(admin.pool, log);
  expect(await halted()).toBe(false);
});
