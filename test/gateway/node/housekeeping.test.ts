/** What a node does by the clock, and its end: the pools are closed after it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EnvelopeKeys } from '../../../gateway/identity/jose/envelope-keys/envelope-keys.ts';
import { ENVELOPE_TIMING } from '../../../gateway/identity/jose/envelope-keys/rotate-envelope-keys.ts';
import { startHousekeeping } from '../../../gateway/node/housekeeping.ts';
import { createLogger } from '../../../gateway/settings/logger.ts';
import { createSharingFixture, type SharingFixture } from '../../setup/database/sharing-fixture.ts';
import { eventually } from '../../setup/eventually.ts';

let fixture: SharingFixture;
let directory: string;
beforeAll(async () => {
  fixture = await createSharingFixture();
  directory = await mkdtemp(join(tmpdir(), 'housekeeping-'));
});
afterAll(async () => {
  await fixture.close();
  await rm(directory, { recursive: true });
});

test('a node that stops waits for the chore under way, which still has its connection', async () => {
  const { deps, ownerPool, pool } = fixture;
  const told: string[] = [];
  const holder = await ownerPool.connect();
  await holder.query('BEGIN; LOCK TABLE misuse_examined IN ACCESS EXCLUSIVE MODE');
  const housekeeping = await startHousekeeping({
    ...{ pool, logPool: pool, readsOwnerUrl: null, retentionDays: 30, refusalsPerDay: 1_000, entryDelay: 0 },
    misuse: { pool, key: deps.plateKeys('misuse'), onLooked: () => undefined },
    envelopeKeys: await EnvelopeKeys.open(directory, ENVELOPE_TIMING, Date.now()),
    now: Date.now,
    log: createLogger('warn', { write: (line) => void told.push(line) }),
  });
  await eventually(async () => {
    const { rows } = await ownerPool.query(
      `SELECT FROM pg_locks WHERE relation = 'misuse_examined'::regclass AND NOT granted`,
    );
    return rows.length > 0;
  });
  let hasStopped = false;
  const stopped = housekeeping.stop().then(() => {
    hasStopped = true;
  });
  await pause(300);
  const waited = !hasStopped;
  await holder.query('ROLLBACK');
  holder.release();
  await stopped;
  expect([waited, told]).toEqual([true, []]);
});
