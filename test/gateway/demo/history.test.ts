/** The demo's past: made once, by the gateway's own functions, and a log like any other. */
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ENTRY_KINDS } from '../../../gateway/audit/entry-kinds.ts';
import { findKeptEntries } from '../../../gateway/audit/kept/kept-entries-store.ts';
import { findNewestCheckpoint, type StoredCheckpoint } from '../../../gateway/audit/log-store.ts';
import { connectPool } from '../../../gateway/database/db.ts';
import { castOf, OWNER_ORI } from '../../../gateway/demo/cast/demo-cast.ts';
import { loadDemoKeys } from '../../../gateway/demo/cast/demo-keys.ts';
import { takeSampleReads } from '../../../gateway/demo/cast/sample-reads.ts';
import { type PastOptions, seedWithPast } from '../../../gateway/demo/cast/seed-demo.ts';
import {
  NOTHING_REPLAYED,
  replayDecisions,
  together,
} from '../../../gateway/oversight/replay/replay-decisions.ts';
import { partsOfAll, rulesOfNode } from '../../../gateway/oversight/replay/replay-log.ts';
import { readConfig } from '../../../gateway/settings/read-config.ts';
import { readRulesRevision } from '../../../gateway/settings/rules-revision.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';

const DAYS = 13;
const DAY = 86_400_000;
let databases: TestDatabases;
let dataDir: string;
let options: PastOptions;
const told: string[] = [];

beforeAll(async () => {
  databases = await createTestDatabases();
  dataDir = mkdtempSync(join(tmpdir(), 'history-'));
  const config = readConfig({
    DATABASE_URL: databases.gatewayUrl,
    READS_DATABASE_URL: databases.readsUrl,
    PUBLIC_URL: 'http://127.0.0.1:1',
    LOG_ORIGIN: 'log.test/history',
    DATA_DIR: dataDir,
  });
  const now = Date.now();
  await takeSampleReads(databases.readsOwnerUrl, { seed: 'history', now });
  options = {
    ...{
      databases: databases as unknown as PastOptions['databases'],
      config,
      logOrigin: 'log.test/history',
      now,
    },
    issuer: { issuer: 'http://127.0.0.1:2', jwksUri: 'http://127.0.0.1:2/jwks' },
    ...{
      keys: loadDemoKeys(dataDir, castOf(OWNER_ORI)),
      days: DAYS,
      tell: (line: string) => told.push(line),
    },
  };
  await seedWithPast(options);
}, 300_000);
afterAll(async () => {
  await databases.drop();
  await rm(dataDir, { recursive: true, force: true });
});

async function countsByKind(): Promise<Map<string, number>> {
  const pool = connectPool(databases.gatewayOwnerUrl, { applicationName: 'test' });
  try {
    const { rows } = await pool.query(
      `SELECT concat_ws(' ', e.entry::json ->> 'kind', e.entry::json ->> 'effect') AS kind, count(*)::int AS count
       FROM log_entry e GROUP BY 1`,
    );
    return new Map(rows.map(({ count, kind }) => [kind, count]));
  } finally {
    await pool.end();
  }
}

describe('a demo with history', () => {
  test('has decided nothing that its own entries do not bear out: every decision is the same again', async () => {
    const pool = connectPool(databases.gatewayUrl, { applicationName: 'test' });
    try {
      const { size } = (await findNewestCheckpoint(pool)) as StoredCheckpoint;
      let sum = NOTHING_REPLAYED;
      for (const part of partsOfAll(size)) {
        const entries = await findKeptEntries(pool, part);
        sum = together(sum, await replayDecisions(entries, Date.now(), rulesOfNode(readRulesRevision())));
      }
      expect(sum).toMatchObject({ entries: size, different: [], altered: [], missing: [], notReplayed: [] });
      expect(sum.same).toBeGreaterThan(220);
    } finally {
      await pool.end();
    }
  });

  test('has releases, refusals, held queries, grants by two people and a revocation in its log', async () => {
    const counts = await countsByKind();
    expect(counts.get('release permit')).toBeGreaterThan(200);
    expect(counts.get('refusal deny')).toBeGreaterThan(20);
    expect(counts.get('grant_approved')).toBe(3);
    expect(counts.get('revoked')).toBe(1);
    const kinds = [...counts.keys()].map((kind) => kind.split(' ')[0] as string);
    expect(kinds.filter((kind) => !Object.hasOwn(ENTRY_KINDS, kind))).toEqual([]);
  });

  test('has entries of every day, in the order of their times, and none of them in the future', async () => {
    const pool = connectPool(databases.gatewayOwnerUrl, { applicationName: 'test' });
    try {
      const { rows } = await pool.query('SELECT at FROM audit_detail ORDER BY index');
      const times = rows.map(({ at }) => at.getTime());
      expect(times).toEqual([...times].sort((one, other) => one - other));
      expect(times.at(-1)).toBeLessThan(Date.now());
      expect(new Set(times.map((time) => Math.floor(time / DAY))).size).toBeGreaterThanOrEqual(DAYS);
    } finally {
      await pool.end();
    }
  });

  test('leaves nothing of the clock behind by which it was made', async () => {
    const pool = connectPool(databases.gatewayOwnerUrl, { applicationName: 'test' });
    try {
      const { rows } = await pool.query("SELECT to_regnamespace('simulated') AS schema");
      expect(rows).toEqual([{ schema: null }]);
    } finally {
      await pool.end();
    }
  });

  test('is made once: data that have a log keep it as it is', async () => {
    const before = await countsByKind();
    await seedWithPast(options);
    expect(told.at(-1)).toMatch(/no history is made.*remove its directory/);
    expect(await countsByKind()).toEqual(before);
  });
});
