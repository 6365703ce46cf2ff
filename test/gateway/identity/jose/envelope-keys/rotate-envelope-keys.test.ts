import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { connectPool } from '../../../../../gateway/database/db.ts';
import { EnvelopeKeys } from '../../../../../gateway/identity/jose/envelope-keys/envelope-keys.ts';
import {
  ENVELOPE_TIMING,
  rotateEnvelopeKeys,
} from '../../../../../gateway/identity/jose/envelope-keys/rotate-envelope-keys.ts';
import { createTestDatabases, type TestDatabases } from '../../../../setup/database/test-databases.ts';

const DAY = 86_400_000;
const BORN = Date.UTC(2026, 0, 1);
const DUE = BORN + 90 * DAY;

let databases: TestDatabases;
let pool: pg.Pool;
let directory: string;

beforeAll(async () => {
  databases = await createTestDatabases();
  pool = connectPool(databases.gatewayUrl, { applicationName: 'test', max: 4 });
  directory = await mkdtemp(join(tmpdir(), 'envelope-keys-'));
});
afterAll(async () => {
  await pool.end();
  await databases.drop();
  await rm(directory, { recursive: true, force: true });
});

describe('envelope keys of two nodes with one key file', () => {
  test('are rotated when their time has come, by one node only, and both publish the new one', async () => {
    const nodes = await Promise.all([
      EnvelopeKeys.open(directory, ENVELOPE_TIMING, BORN),
      EnvelopeKeys.open(directory, ENVELOPE_TIMING, BORN),
    ]);
    const rotateAll = (now: number) =>
      Promise.all(nodes.map((keys) => rotateEnvelopeKeys({ pool, keys }, now)));
    expect(await rotateAll(DUE - 1)).toEqual([false, false]);
    expect((await rotateAll(DUE)).filter(Boolean)).toHaveLength(1);
    // Once published, it waits to sign: nothing is due.
    expect(await rotateAll(DUE + 1)).toEqual([false, false]);
    const [one, two] = nodes.map((keys) => keys.publicJwks(DUE + 1));
    expect(one?.keys).toHaveLength(2);
    expect(two).toEqual(one);
    expect(nodes[0]?.current(DUE + 1).kid).not.toBe(nodes[0]?.newest.kid);
    expect(nodes[1]?.current(DUE + ENVELOPE_TIMING.publishAhead).kid).toBe(nodes[0]?.newest.kid);
  });
});
