/** Tiles of a log that is large enough for two levels of full ones. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findLeafHashes } from '../../../gateway/audit/log-store.ts';
import { proveConsistency, proveInclusion } from '../../../gateway/audit/prove-log.ts';
import { createTileReader } from '../../../gateway/audit/tiles.ts';
import { directorySource } from '../../../gateway/audit-verify/directory-source.ts';
import { hashEachOnNode } from '../../../gateway/audit-verify/hash-on-node.ts';
import { httpSource } from '../../../gateway/audit-verify/log-source.ts';
import { openMirror } from '../../../gateway/audit-verify/mirror-directory.ts';
import { mirrorLog } from '../../../gateway/audit-verify/mirror-log.ts';
import { verifyLog } from '../../../gateway/audit-verify/verify-log.ts';
import { signer } from './sample-log.ts';
import { grow, type ServedLog, serveLog } from './serve-log.ts';
import { verifyConsistency, verifyInclusion } from './verify-proof.ts';

describe('a log of 70,000 entries', () => {
  let log: ServedLog;
  let directory: string;
  const mirror = async () => {
    const opened = await openMirror(directory);
    const given = { source: httpSource(log.url), mirror: opened, hashEach: hashEachOnNode };
    return mirrorLog({ ...given, vkey: signer.vkey }).finally(() => opened.close());
  };
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'mirror-'));
    log = await serveLog();
    await grow(log.ownerPool, 0, 66_000);
    await mirror();
    await grow(log.ownerPool, 66_000, 70_000);
  });
  afterAll(async () => {
    await log.stop();
    rmSync(directory, { recursive: true });
  });

  test('is verified over HTTP by the independent verifier, from an older checkpoint on', async () => {
    const old = (await log.pool.query('SELECT root FROM log_checkpoint WHERE size = 66000')).rows[0].root;
    const older = [signer.sign(66_000, old)];
    const report = await verifyLog({ source: httpSource(log.url), vkey: signer.vkey, older });
    expect(report).toMatchObject({ ok: true, faults: [], size: 70_000, kinds: { log_read: 69_999 } });
  });

  test('is mirrored as it grows, tiles of three levels, and the mirror verifies without it', async () => {
    // 16 full tiles and bundles, and what is not full, but for the one hash of level 2, which is there already.
    expect(await mirror()).toMatchObject({ ok: true, before: 66_000, size: 70_000, written: 16 * 2 + 3 });
    expect(await mirror()).toMatchObject({ ok: true, before: 70_000, written: 0 });
    const source = directorySource(directory);
    const report = await verifyLog({ source, vkey: signer.vkey, hashEach: hashEachOnNode });
    expect(report).toMatchObject({ ok: true, size: 70_000, published: 70_000 });
    expect(readdirSync(join(directory, 'tile/1'))).toEqual(['000', '001.p']);
    expect(readdirSync(join(directory, 'tile/1/001.p'))).toEqual(['17']);
  });

  test('keeps each full tile once, and a node that starts again serves the same', async () => {
    const { rows } = await log.pool.query(
      'SELECT level, count(*) FROM log_tile GROUP BY level ORDER BY level',
    );
    expect(rows).toEqual([
      { level: 0, count: 273 },
      { level: 1, count: 1 },
    ]);
    const stored = await createTileReader(log.pool).read(70_000, 2, 0, 1);
    const fetched = await fetch(`${log.url}/tile/2/000.p/1`);
    expect(Buffer.from(await fetched.arrayBuffer())).toEqual(stored);
  });

  test('gives inclusion and consistency proofs from its tiles', async () => {
    const subtrees = createTileReader(log.pool).subtrees(70_000);
    const roots = (await log.pool.query('SELECT root FROM log_checkpoint ORDER BY size')).rows;
    const [old, root] = roots.map((row) => row.root as Buffer) as [Buffer, Buffer];
    for (const index of [0, 255, 65_535, 65_536, 69_999]) {
      const [leaf] = (await findLeafHashes(log.pool, index, index + 1)) as [Buffer];
      const proof = await proveInclusion(index, 70_000, subtrees);
      expect([index, verifyInclusion(index, 70_000, leaf, proof, root)]).toEqual([index, true]);
    }
    const proof = await proveConsistency(66_000, 70_000, subtrees);
    expect(verifyConsistency(66_000, 70_000, old, root, proof)).toBe(true);
    await expect(proveInclusion(69_999, 70_001, subtrees)).rejects.toThrow('has no such subtree');
  });
});
