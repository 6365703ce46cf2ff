/** Heads of the log that are older than a day are thinned: whatever asked for them goes on, and nobody deletes more. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  findLeafHashes,
  findRootAt,
  findSizeAged,
  thinCheckpoints,
} from '../../../gateway/audit/log-store.ts';
import { appendLeaves } from '../../../gateway/audit/merkle.ts';
import { httpSource } from '../../../gateway/audit-verify/log-source.ts';
import { verifyLog } from '../../../gateway/audit-verify/verify-log.ts';
import { KeptHead } from '../../../gateway/release/lease/kept-head.ts';
import { renewLease, takeLease } from '../../../gateway/release/lease/lease-store.ts';
import { signer } from './sample-log.ts';
import { grow, type ServedLog, serveLog } from './serve-log.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Heads as commits left them, with their age in hours. */
const HEADS = [
  ...[1, 100, 255, 256, 300, 511, 530, 700, 768, 800].map((size, i) => [size, 60 - i] as const),
  ...[
    [850, 23],
    [860, 2],
    [900, 0],
  ],
] as readonly (readonly [size: number, hours: number])[];
const KEPT = [256, 511, 768, 800, 850, 860, 900];

let log: ServedLog;
let roots: ReadonlyMap<number, Buffer>;
let dataDir: string;

const sizes = async () =>
  (await log.pool.query('SELECT size FROM log_checkpoint ORDER BY size')).rows.map(({ size }) => size);
const publishedAfter = (hours: number) => findSizeAged(log.pool, hours * HOUR);
const AGES = [0, 1, 2.5, 10, 23.5, 40];

beforeAll(async () => {
  log = await serveLog();
  dataDir = await mkdtemp(join(tmpdir(), 'thinned-'));
  await grow(log.ownerPool, 0, 900, false);
  const leaves = await findLeafHashes(log.pool, 0, 900);
  const treeOf = (size: number) => appendLeaves([], 0, leaves.slice(0, size));
  roots = new Map(Array.from({ length: 900 }, (_, i) => [i + 1, treeOf(i + 1).root]));
  for (const [size, hours] of HEADS) {
    const { frontier, root } = treeOf(size);
    await log.ownerPool.query(
      `INSERT INTO log_checkpoint (size, root, frontier, committed_at)
       VALUES ($1, $2, $3, clock_timestamp() - $4 * interval '1 hour')`,
      [size, root, frontier, hours],
    );
  }
});
afterAll(async () => {
  await rm(dataDir, { recursive: true });
  await log.stop();
});

describe('before they are thinned, nobody deletes', () => {
  test.each([
    ['the newest head', 900],
    ['a head of the last day', 850],
    ['the last head of a full tile', 511],
    ['the last head that is older than a day', 800],
  ])('%s, not even the owner', async (_, size) => {
    await expect(
      log.ownerPool.query('DELETE FROM log_checkpoint WHERE size = $1', [size]),
    ).rejects.toMatchObject({ code: '23514', constraint: 'log_checkpoint_thinned' });
  });

  test('all at once', async () => {
    await expect(log.ownerPool.query('DELETE FROM log_checkpoint')).rejects.toThrow('is refused');
    expect(await sizes()).toHaveLength(HEADS.length);
  });

  test('with the log-in of the gateway: it has a function, which asks for a day and for few at once', async () => {
    await expect(log.pool.query('DELETE FROM log_checkpoint WHERE size = 100')).rejects.toThrow('denied');
    for (const bad of [`'23 hours', 100`, 'NULL, 100', `'1 day', 1`, `'1 day', 10001`, `'1 day', NULL`])
      await expect(log.pool.query(`SELECT thin_log_checkpoints(${bad})`)).rejects.toThrow(/at least|between/);
    await expect(log.pool.query('UPDATE log_thinned SET size = 0')).rejects.toThrow('denied');
  });
});

describe('thinned,', () => {
  test('the last head of each full tile stays, and all of the last day, however few are looked at each time', async () => {
    const published = await Promise.all(AGES.slice(0, -1).map(publishedAfter));
    await log.pool.query(`SELECT thin_log_checkpoints('1 day', 3)`);
    expect(await sizes()).toEqual([255, 256, 300, 511, 530, 700, 768, 800, 850, 860, 900]);
    while ((await log.pool.query(`SELECT thin_log_checkpoints('1 day', 3) AS n`)).rows[0].n > 0);
    expect(await sizes()).toEqual(KEPT);
    expect(await thinCheckpoints(log.pool, DAY)).toBe(0);
    expect(await sizes()).toEqual(KEPT);
    expect(await Promise.all(AGES.slice(0, -1).map(publishedAfter))).toEqual(published);
  });

  test('a log still has its root at every size, and none beyond its end', async () => {
    for (const [size, root] of roots) expect([size, await findRootAt(log.pool, size)]).toEqual([size, root]);
    expect(await findRootAt(log.pool, 901)).toBeNull();
  });

  test('a head that a directory saw days ago is compared as before', async () => {
    const origin = 'log.test/thinned';
    const seen = async (root: Buffer) => {
      const kept = new KeptHead({ dataDir, origin });
      await kept.keep({ size: 300, root });
      return new KeptHead({ dataDir, origin }).compare(log.pool);
    };
    expect(await seen(roots.get(300) as Buffer)).toBe('extended');
    await rm(join(dataDir, 'log-head.json'));
    expect(await seen(roots.get(301) as Buffer)).toBe('lacking');
  });

  test('a node that was paused for days hears the root that the log had then', async () => {
    const nodeId = '00000000-0000-4000-8000-000000000001';
    const { generation } = await takeLease(log.pool, nodeId);
    const { head, rootThen } = await renewLease(log.pool, { nodeId, generation }, 0, 300);
    expect(head.size).toBe(900);
    expect(rootThen).toEqual(roots.get(300));
  });

  test('a checkpoint of a head that is gone is one that the log extends, to anyone who verifies it', async () => {
    const older = [signer.sign(300, roots.get(300) as Buffer)];
    const report = await verifyLog({ source: httpSource(log.url), vkey: signer.vkey, older });
    expect(report).toMatchObject({ ok: true, faults: [], size: 900 });
  });
});
