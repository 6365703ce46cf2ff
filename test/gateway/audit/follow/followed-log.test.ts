/** A node signs only a log that it knows to have grown from what it knew, whatever the database's owner wrote there. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { checkNewestEntries } from '../../../../gateway/audit/follow/check-newest-entries.ts';
import { FollowedLog } from '../../../../gateway/audit/follow/followed-log.ts';
import type { StoredHead } from '../../../../gateway/audit/log-store.ts';
import { appendLeaves, growFrontier, isRootOf } from '../../../../gateway/audit/merkle.ts';
import { verifyNote } from '../../../../gateway/audit/signed-note.ts';
import { followLog } from '../../../../gateway/release/lease/follow-log.ts';
import { HeadWitness } from '../../../../gateway/release/lease/head-witness.ts';
import { someLeaves } from '../naive-tree.ts';
import { signer } from '../sample-log.ts';
import { grow, type ServedLog, serveLog } from '../serve-log.ts';

let log: ServedLog;
let owner: pg.Client;

beforeEach(async () => {
  log = await serveLog();
  owner = new pg.Client({ connectionString: log.databases.gatewayOwnerUrl });
  await owner.connect();
  // What anyone who owns a database can do.
  await owner.query(
    'ALTER TABLE log_entry DISABLE TRIGGER USER; ALTER TABLE log_checkpoint DISABLE TRIGGER USER',
  );
});
afterEach(async () => {
  await owner.end();
  await log.stop();
});

const checkpoint = async () => {
  const response = await fetch(`${log.url}/checkpoint`);
  const text = await response.text();
  return response.status === 200
    ? verifyNote(text, signer.vkey).text.split('\n').slice(1, 3)
    : response.status;
};

/** Writes another history: all entries from `from` on are others, with a root and frontier that fit them. */
async function rewrite(from: number, size: number): Promise<void> {
  await owner.query(
    `UPDATE log_entry SET entry = replace(entry, '"v":1', '"v":1 '),
       leaf_hash = sha256('\\x00'::bytea || convert_to(replace(entry, '"v":1', '"v":1 '), 'UTF8')) WHERE index >= $1`,
    [from],
  );
  const { rows } = await owner.query('SELECT leaf_hash FROM log_entry WHERE index < $1 ORDER BY index', [
    size,
  ]);
  const tree = appendLeaves(
    [],
    0,
    rows.map((row) => row.leaf_hash),
  );
  await owner.query('DELETE FROM log_checkpoint WHERE size = $1', [size]);
  await owner.query('INSERT INTO log_checkpoint (size, root, frontier) VALUES ($1, $2, $3)', [
    size,
    tree.root,
    tree.frontier,
  ]);
}

describe('the checkpoint of a node', () => {
  test('follows a log that grows, over any number of commits', async () => {
    await grow(log.ownerPool, 0, 3);
    const first = await checkpoint();
    await grow(log.ownerPool, 3, 700);
    await grow(log.ownerPool, 700, 5_000);
    const later = await checkpoint();
    expect([(first as string[])[0], (later as string[])[0]]).toEqual(['3', '5000']);
  });

  test('is never signed twice for one size with two roots', async () => {
    await grow(log.ownerPool, 0, 10);
    expect((await checkpoint()) as string[]).toEqual(['10', expect.any(String)]);
    await rewrite(5, 10);
    expect(await checkpoint()).toBe(503);
  });

  test('is not signed for a larger log whose earlier entries are others', async () => {
    await grow(log.ownerPool, 0, 10);
    await checkpoint();
    await grow(log.ownerPool, 10, 20);
    await rewrite(5, 20);
    expect(await checkpoint()).toBe(503);
    // Nor afterwards, when the first log stands there again.
    await owner.query('DELETE FROM log_checkpoint WHERE size > 10');
    expect(await checkpoint()).toBe(503);
  });

  test('is not signed for a head of a million million entries that nobody wrote', async () => {
    await grow(log.ownerPool, 0, 10);
    await checkpoint();
    const frontier = someLeaves(12);
    await owner.query('INSERT INTO log_checkpoint (size, root, frontier) VALUES ($1, $2, $3)', [
      10 ** 12,
      frontier[0],
      frontier,
    ]);
    expect(await checkpoint()).toBe(503);
  });

  test('is not signed where root and frontier are of two trees, not even as the first', async () => {
    await grow(log.ownerPool, 0, 10);
    await owner.query('UPDATE log_checkpoint SET root = $1', [Buffer.alloc(32, 7)]);
    expect(await checkpoint()).toBe(503);
  });

  test('is not signed for a log that shrank, or is gone', async () => {
    await grow(log.ownerPool, 0, 10);
    await grow(log.ownerPool, 10, 20);
    await checkpoint();
    await owner.query('DELETE FROM log_checkpoint WHERE size > 10');
    expect(await checkpoint()).toBe(503);
  });
});

describe('a node that finds another log than it knows', () => {
  test('trusts it no more: its next commit and its next renewal are refused', async () => {
    await grow(log.ownerPool, 0, 10);
    const witness = new HeadWitness();
    const followed = followLog({ db: log.pool, witness });
    await followed.head();
    await grow(log.ownerPool, 10, 20);
    await rewrite(5, 20);
    expect(witness.betrayed).toBe(false);
    await expect(followed.head()).rejects.toThrow('does not extend');
    expect(witness.betrayed).toBe(true);
    expect(() => witness.see(null, { size: 30, root: Buffer.alloc(32) })).toThrow('does not extend');
  });

  test('knows from its start what it has derived before, so that the first forged head is not signed either', async () => {
    await grow(log.ownerPool, 0, 10);
    const witness = new HeadWitness();
    witness.remember((await checkNewestEntries(log.pool)) as StoredHead);
    await grow(log.ownerPool, 10, 11);
    await rewrite(5, 11);
    const followed = followLog({ db: log.pool, witness });
    await expect(followed.head()).rejects.toThrow('does not extend the 10 entries');
    expect(witness.derived?.size).toBe(10);
  });

  test('signs nothing while it has stopped for what its commits have seen', async () => {
    await grow(log.ownerPool, 0, 10);
    const witness = new HeadWitness();
    witness.see(null, { size: 11, root: Buffer.alloc(32) });
    const followed = followLog({ db: log.pool, witness });
    await expect(followed.head()).rejects.toMatchObject({ status: 503 });
    await grow(log.ownerPool, 10, 20);
    await expect(followed.head()).rejects.toMatchObject({ status: 503 });
  });

  test('tells of the fork once', async () => {
    await grow(log.ownerPool, 0, 10);
    const told: (number | undefined)[] = [];
    const followed = new FollowedLog({ db: log.pool, onFork: (known) => told.push(known?.size) });
    await followed.head();
    await rewrite(5, 10);
    await expect(followed.head()).rejects.toThrow('does not extend');
    await expect(followed.head()).rejects.toThrow('does not extend');
    expect(told).toEqual([10]);
  });
});

test('a frontier grown without proofs is that of the tree, whatever the sizes', () => {
  const leaves = someLeaves(300);
  fc.assert(
    fc.property(fc.nat(300), fc.nat(300), (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const old = appendLeaves([], 0, leaves.slice(0, from));
      const tree = appendLeaves(old.frontier, from, leaves.slice(from, to));
      expect(growFrontier(old.frontier, from, leaves.slice(from, to))).toEqual(tree.frontier);
      expect(isRootOf(tree.root, tree.frontier, to)).toBe(true);
      expect(isRootOf(Buffer.alloc(32, 9), tree.frontier, to)).toBe(false);
    }),
  );
});
