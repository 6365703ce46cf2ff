/** A node builds on no log whose newest entries do not lead to its head. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkNewestEntries } from '../../../../gateway/audit/follow/check-newest-entries.ts';
import { findNewestHead, type StoredHead } from '../../../../gateway/audit/log-store.ts';
import { appendLeaves, leafHash } from '../../../../gateway/audit/merkle.ts';
import { grow, type ServedLog, serveLog } from '../serve-log.ts';

let log: ServedLog;
beforeEach(async () => {
  log = await serveLog();
  await log.ownerPool.query(
    'ALTER TABLE log_entry DISABLE TRIGGER USER; ALTER TABLE log_checkpoint DISABLE TRIGGER USER',
  );
});
afterEach(() => log.stop());

const check = (seen: StoredHead | null = null) => checkNewestEntries(log.pool, seen, 300);

describe('before a node builds on a log', () => {
  test.each([1, 255, 256, 257, 1_000])('it derives the head of %i entries', async (size) => {
    await grow(log.ownerPool, 0, size);
    expect(await check()).toEqual(await findNewestHead(log.pool));
  });

  test('there may be none yet', async () => {
    expect(await check()).toBeNull();
  });

  test.each([
    [
      'is not what its hash says',
      `UPDATE log_entry SET entry = 'x' WHERE index = 950`,
      /entry 950 is not what/,
    ],
    [
      'was written again with its hash',
      `UPDATE log_entry SET entry = 'x', leaf_hash = sha256('\\x0078'::bytea) WHERE index = 950`,
      /its 1000 entries do not lead to its head \(the newest, from 512 on, are whole\)/,
    ],
    ['is missing', 'DELETE FROM log_entry WHERE index = 950', /altered: entry 950 is missing/],
  ])('it refuses one in which an entry %s', async (_, change, what) => {
    await grow(log.ownerPool, 0, 1_000);
    await log.ownerPool.query(change);
    await expect(check()).rejects.toThrow(what);
  });

  test.each([200, 512, 900])('it goes on from the %i entries that were seen', async (size) => {
    await grow(log.ownerPool, 0, size);
    const seen = await check();
    await grow(log.ownerPool, size, 1_000);
    expect(await check(seen)).toEqual(await findNewestHead(log.pool));
  });

  test.each([200, 512, 900])(
    'it refuses a log that does not extend the %i entries that were seen, though the head of that time stands in it',
    async (size) => {
      await grow(log.ownerPool, 0, size);
      const seen = await check();
      const texts = Array.from({ length: size + 1 }, (_, i) => `forged ${i}`);
      const leaves = texts.map((text) => leafHash(Buffer.from(text)));
      const forged = appendLeaves([], 0, leaves);
      await log.ownerPool.query(
        'ALTER TABLE log_tile DISABLE TRIGGER USER; DELETE FROM log_entry; DELETE FROM log_tile',
      );
      await log.ownerPool.query(
        `INSERT INTO log_entry (index, entry, leaf_hash)
         SELECT n - 1, entry, hash FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS e (entry, hash, n)`,
        [texts, leaves],
      );
      await log.ownerPool.query('INSERT INTO log_checkpoint (size, root, frontier) VALUES ($1, $2, $3)', [
        ...[forged.size, forged.root],
        forged.frontier,
      ]);
      await expect(check(seen)).rejects.toThrow(`it is not the one that had ${size} entries`);
      // Who has seen nothing takes it: it leads to its head.
      expect((await check())?.size).toBe(size + 1);
    },
  );

  test('says in the refusal what to do', async () => {
    await grow(log.ownerPool, 0, 1_000);
    await log.ownerPool.query(
      'UPDATE log_checkpoint SET root = sha256(root), frontier = ARRAY[sha256(root)]',
    );
    await expect(check()).rejects.toThrow(/audit verify --older checkpoint.txt.*log adopt --help/);
  });
});
