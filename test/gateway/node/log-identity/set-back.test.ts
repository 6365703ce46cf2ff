/** Database and DATA_DIR that were set back together agree; only the time tells, and a start says so. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { connectPool } from '../../../../gateway/database/db.ts';
import { systemClock } from '../../../../gateway/faults/age.ts';
import { beginOnLog } from '../../../../gateway/node/log-identity/begin-on-log.ts';
import { haltSharing } from '../../../../gateway/registry/sharing/halt-sharing.ts';
import { InFlight } from '../../../../gateway/release/lease/in-flight.ts';
import { KeptHead } from '../../../../gateway/release/lease/kept-head.ts';
import { Lease } from '../../../../gateway/release/lease/lease.ts';
import { createLogFixture, type LogFixture, ORIGIN } from './log-fixture.ts';

const PATIENCE = 300_000;

let fixture: LogFixture;
let pool: pg.Pool;
let kept: KeptHead;
beforeAll(async () => {
  fixture = await createLogFixture();
  const dataDir = await fixture.newDirectory();
  await (await fixture.start({ dataDir })).stop();
  kept = new KeptHead({ dataDir, origin: ORIGIN });
  pool = connectPool(fixture.gatewayUrl(), { applicationName: 'test', max: 2 });
}, PATIENCE);
afterAll(async () => {
  await pool.end();
  await fixture.close();
}, PATIENCE);

const lastWrittenBefore = (interval: string) =>
  fixture.owner(
    `ALTER TABLE log_checkpoint DISABLE TRIGGER ALL;
     UPDATE log_checkpoint SET committed_at = clock_timestamp() - interval '${interval}'`,
  );
async function begin(): Promise<string[]> {
  const told: string[] = [];
  const warn = (_fields: object, message: string) => told.push(message);
  await beginOnLog(pool, { kept, origin: ORIGIN, log: { warn } });
  return told;
}
const halts = () => fixture.owner("SELECT index FROM mark WHERE kind = 'halted'");

test('a start after hours without a sign of life says what to do if the machine was set back', async () => {
  await lastWrittenBefore('59 minutes');
  expect(await begin()).toEqual([]);
  await lastWrittenBefore('3 hours 5 minutes');
  expect(await begin()).toEqual([
    expect.stringMatching(/^nothing was written to this log for 3 h: .*halt --reason/),
  ]);
  // A node that was killed meanwhile left its lease, and it shows when.
  await fixture.owner(
    `INSERT INTO node_lease VALUES (gen_random_uuid(), 1000, 1, clock_timestamp() - interval '5 minutes', 0)`,
  );
  expect(await begin()).toEqual([]);
  expect(await halts()).toEqual([]);
});

test('a start while all sharing is halted says since which entry, and where to look; a repeated halt changes neither', async () => {
  const inFlight = new InFlight(new Lease(systemClock));
  const halt = () => haltSharing({ pool, inFlight }, { reason: 'a test', personId: 'gateway' });
  const { index } = await halt();
  await halt();
  expect(await begin()).toEqual([
    expect.stringMatching(
      new RegExp(`^all sharing is halted since log entry ${index}; next: .*npm run gateway -- sharing$`),
    ),
  ]);
});
