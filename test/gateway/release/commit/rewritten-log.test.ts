/** P4: a commit goes only on top of what this node has derived itself, whatever the database's owner wrote there. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendLeaves, isRootOf } from '../../../../gateway/audit/merkle.ts';
import { HeadWitness } from '../../../../gateway/release/lease/head-witness.ts';
import { tellOfFork } from '../../../../gateway/release/lease/tell-of-fork.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { pendingQuery } from '../../../setup/database/sharing-fixture.ts';
import { openQueue, type PatientQueue } from '../../../setup/patient-queue.ts';

let fixture: CommitFixture;
let other: PatientQueue;

beforeEach(async () => {
  fixture = await createCommitFixture();
  // A second node, with a memory of its own.
  const deps = { ...fixture.deps, witness: new HeadWitness() };
  other = openQueue({ url: fixture.databases.gatewayUrl, connections: 1 }, deps);
});
afterEach(async () => {
  await other.close();
  await fixture.close();
});

const commit = (queue: PatientQueue = fixture.queue) => queue.commit(pendingQuery(fixture.agencyId, {}, 0));

async function leaves(): Promise<Buffer[]> {
  const { rows } = await fixture.ownerPool.query('SELECT leaf_hash FROM log_entry ORDER BY index');
  return rows.map((row) => row.leaf_hash);
}

const asOwner = async (...statements: string[]) => {
  const without = ['log_entry', 'log_checkpoint'].map((table) => `ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await fixture.ownerPool.query([...without, ...statements].join('; '));
};

/** One entry is another, and a head stands over the log that fits it. @param more entries after it */
async function rewrite(index: number, more: number): Promise<void> {
  const entry = `replace(entry, '"v":1', '"v":1 ')`;
  await asOwner(
    `UPDATE log_entry SET entry = ${entry}, leaf_hash = sha256('\\x00'::bytea || convert_to(${entry}, 'UTF8'))
     WHERE index = ${index}`,
    `INSERT INTO log_entry (index, entry, leaf_hash) SELECT (SELECT max(index) FROM log_entry) + n, entry, leaf_hash
     FROM log_entry, generate_series(1, ${more}) n WHERE index = 0`,
  );
  const tree = appendLeaves([], 0, await leaves());
  await asOwner(`DELETE FROM log_checkpoint WHERE size = ${tree.size}`);
  await fixture.ownerPool.query('INSERT INTO log_checkpoint (size, root, frontier) VALUES ($1, $2, $3)', [
    ...[tree.size, tree.root],
    tree.frontier,
  ]);
}

describe('a node that commits', () => {
  test('goes on top of what other nodes have committed, and remembers the edge that it has derived', async () => {
    for (const queue of [undefined, other, other, undefined]) {
      expect(await commit(queue)).toMatchObject({ kind: 'released' });
    }
    const { derived } = fixture.deps.witness;
    const all = await leaves();
    expect(derived?.size).toBe(all.length);
    expect(appendLeaves([], 0, all).root).toEqual(derived?.root);
    expect(isRootOf(derived?.root as Buffer, derived?.frontier ?? [], all.length)).toBe(true);
  });

  test.each([
    ['of the same size', 0],
    ['that is larger', 3],
  ])('releases nothing on a rewritten log %s, though its head fits its entries', async (_, more) => {
    await commit();
    await commit();
    const before = (await leaves()).length;
    await rewrite(before - 2, more);
    await expect(commit()).rejects.toThrow(`does not extend the ${before} entries that this node has seen`);
    expect(await leaves()).toHaveLength(before + more);
    expect(fixture.deps.witness.betrayed).toBe(true);
    // Nor when the first log stands there again.
    await expect(commit()).rejects.toThrow('does not extend');
  });

  test('releases nothing on a log in which an entry of another node is missing', async () => {
    await commit();
    await commit(other);
    await commit(other);
    const last = (await leaves()).length - 1;
    await asOwner(`DELETE FROM log_entry WHERE index = ${last}`);
    await expect(commit()).rejects.toThrow('does not extend');
  });
});

describe('what a node says of a log that was altered', () => {
  const told: { readonly fields: object; readonly message: string }[] = [];
  const tell = () =>
    tellOfFork(
      { pool: fixture.pool, log: { error: (fields, message) => void told.push({ fields, message }) } },
      fixture.deps.witness.derived,
    );

  beforeEach(async () => {
    told.length = 0;
    for (let i = 0; i < 9; i++) await commit();
  });

  test('names the entry whose text is not what its hash says, and enters the fault where it can', async () => {
    const size = (await leaves()).length;
    await rewrite(5, 0);
    await asOwner(`UPDATE log_entry SET entry = replace(entry, '"v":1 ', '"v": 1') WHERE index = 5`);
    await tell();
    expect(told).toEqual([
      {
        fields: { entries: size, from: 5, to: 5 },
        message: expect.stringMatching(/^ALARM: the log was altered at entry 5: .* Next: /),
      },
    ]);
    const { rows } = await fixture.ownerPool.query(
      `SELECT owner_detail FROM audit_detail WHERE kind = 'fault' ORDER BY index DESC LIMIT 1`,
    );
    expect(JSON.parse(rows[0].owner_detail)).toEqual({
      entries: size,
      fault: 'log_altered',
      place: { from: 5, to: 5 },
    });
  });

  test('names the run of entries where each fits its own hash', async () => {
    await rewrite(5, 0);
    await tell();
    expect(told[0]?.fields).toMatchObject({ from: 0, to: 7 });
  });

  test('names the entry that is missing', async () => {
    await asOwner('DELETE FROM log_entry WHERE index = 6');
    await tell();
    expect(told[0]?.fields).toMatchObject({ from: 6, to: 6 });
  });

  test('says where the log cannot be written that it could not be', async () => {
    await asOwner('UPDATE log_checkpoint SET root = sha256(root)');
    await tell();
    expect(told.at(-1)?.message).toBe('that the log was altered could not be written to it');
  });
});
