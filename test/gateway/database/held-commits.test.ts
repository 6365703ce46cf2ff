/**
 * Commits that a second server holds: what counts as committed, and what happens when that server, or the first one, is
 * lost. Two real servers; the test is what Patroni does elsewhere.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { connectPool } from '../../../gateway/database/db.ts';
import { inTransaction } from '../../../gateway/database/db-transaction.ts';
import { checkDurability, findDurability } from '../../../gateway/database/durability.ts';
import { PrimaryClient } from '../../../gateway/database/primary-client.ts';
import { DurabilityWatch } from '../../../gateway/database/watch-durability.ts';
import { connectReads } from '../../../gateway/reads/reads-store.ts';
import { findReadsLag } from '../../../gateway/reads/sources/reads-lag-store.ts';
import { CommitQueue } from '../../../gateway/release/commit/commit-queue.ts';
import type { Outcome } from '../../../gateway/release/commit/commit-releases.ts';
import { HeadWitness } from '../../../gateway/release/lease/head-witness.ts';
import { type ChangingAddress, openChangingAddress } from '../../setup/changing-address.ts';
import { type ServerPair, startServerPair } from '../../setup/database/server-pair.ts';
import {
  createSharingFixture,
  pendingQuery,
  type SharingFixture,
} from '../../setup/database/sharing-fixture.ts';
import { eventually } from '../../setup/eventually.ts';
import { startTestNode } from '../../setup/start-test-node.ts';

const quiet = { warn: () => undefined };

let pair: ServerPair;
let fixture: SharingFixture;
/** A short patience, and a COMMIT counts only where a second server holds it. */
let pool: pg.Pool;
let address: ChangingAddress;

/** Something small that is committed. */
const change = () =>
  inTransaction(pool, (trx) => trx.query(`SELECT pg_logical_emit_message(true, 'test', '')`));
const released = (outcome: Outcome) => {
  if (outcome.kind !== 'released') throw new Error(`it was ${outcome.kind}`);
  return outcome.release.appended.sealed;
};

beforeAll(async () => {
  pair = await startServerPair();
  address = await openChangingAddress(pair.first.port);
  fixture = await createSharingFixture({}, pair.databases);
  pool = connectPool(pair.databases.gatewayUrl, {
    applicationName: 'held',
    max: 2,
    statementTimeout: 500,
    requireHeld: true,
  });
});

afterAll(async () => {
  await pool.end();
  await fixture.close();
  await address.close();
  await pair.close();
});

describe('a database whose commits a second server holds', () => {
  test('is found to be so, and a node that requires it starts', async () => {
    expect(await checkDurability(pool, { required: true })).toEqual({ kind: 'held', says: null });
    await change();
  });

  test('is not believed where the standby is given up while the node runs: it is not ready, and commits nothing', async () => {
    const found = await findDurability(pool);
    const watch = new DurabilityWatch({ db: pool, log: quiet, required: true, found });
    const queue = new CommitQueue(
      { url: pair.databases.gatewayUrl, connections: 1 },
      { ...fixture.deps, mayCommit: watch.mayCommit, requireHeld: true },
    );
    try {
      await watch.check();
      await queue.commit(pendingQuery(fixture.agencyId));
      // As Patroni does with `synchronous_mode` that is not strict.
      await pair.nameStandbys('');
      await expect(change()).rejects.toThrow(/no second server is known to hold it/);
      await eventually(() => watch.kind === 'asynchronous');
      await expect(watch.check()).rejects.toMatchObject({ code: 'unavailable' });
      await expect(queue.commit(pendingQuery(fixture.agencyId))).rejects.toMatchObject({
        status: 503,
        members: { reasons: [{ code: 'log_not_held' }] },
      });
    } finally {
      await pair.nameStandbys('second');
      await eventually(() => watch.kind === 'held');
      await queue.commit(pendingQuery(fixture.agencyId));
      await queue.close();
      await watch.close();
    }
  });

  test('a release whose COMMIT was not held, though it was when it began, is not sent', async () => {
    const deps = { ...fixture.deps, requireHeld: true };
    const queue = new CommitQueue({ url: pair.databases.gatewayUrl, connections: 1 }, deps);
    await pair.nameStandbys('');
    try {
      await expect(queue.commit(pendingQuery(fixture.agencyId))).rejects.toMatchObject({ status: 503 });
    } finally {
      await pair.nameStandbys('second');
      await queue.close();
    }
  });

  test('while the second server is gone, a COMMIT ends as unknown in the time of its statements, and the pool goes on', async () => {
    await pair.stopSecond();
    try {
      await expect(checkDurability(pool, { required: true })).rejects.toThrow(/confirms a commit/);
      await expect(change()).rejects.toThrow(/unknown whether the change was committed/);
      // What only reads waits for nobody, and no connection of the pool is left hanging.
      const looks = Array.from({ length: 8 }, () => pool.query('SELECT 1'));
      expect(await Promise.all(looks)).toHaveLength(8);
    } finally {
      await pair.startSecond();
    }
    await change();
  });

  test('a COMMIT whose wait somebody ended is not believed, though PostgreSQL answers COMMIT', async () => {
    await pair.stopSecond();
    try {
      const changed = change();
      const outcome = expect(changed).rejects.toThrow(/no second server is known to hold it/);
      const isWaiting = `SELECT pid FROM pg_stat_activity WHERE application_name = 'held' AND wait_event = 'SyncRep' AND query ~ '^COMMIT'`;
      await eventually(async () => (await pair.say(isWaiting)).length > 0);
      await pair.say(`SELECT pg_cancel_backend(pid) FROM (${isWaiting}) AS waiting`);
      await outcome;
    } finally {
      await pair.startSecond();
    }
  });

  test('the standby itself is refused as the database, with the next step', async () => {
    const url = Object.assign(new URL(pair.databases.gatewayUrl), { port: String(pair.second.port) }).href;
    const standby = connectPool(url, { applicationName: 'held' });
    await expect(standby.query('SELECT 1')).rejects.toMatchObject({ code: '25006' });
    await standby.end();
    const reader = new PrimaryClient({ connectionString: url, mayBeStandby: true });
    await reader.connect();
    expect((await reader.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await reader.end();
  });

  test('a connection that is lost before anybody has it does not end the process', () => {
    const lost = new PrimaryClient();
    expect(() => lost.emit('error', new Error('terminating connection'))).not.toThrow();
  });

  test('tells how far reads that are looked up at it lag behind', async () => {
    const at = (port: number) => Object.assign(new URL(pair.databases.readsUrl), { port: String(port) }).href;
    const [first, second] = [connectReads(at(pair.first.port)), connectReads(at(pair.second.port))];
    expect(await findReadsLag(first)).toBeNull();
    await eventually(async () => (await findReadsLag(second)) === 0);
    await pair.deafenSecond();
    await eventually(async () => Number(await findReadsLag(second)) > 0);
    await pair.hearAgain();
    await eventually(async () => (await findReadsLag(second)) === 0);
    await Promise.all([first.end(), second.end()]);
  });
});

describe('when the first server is killed and the second takes over', () => {
  test('nothing that was held is lost, nodes go on by themselves, and one that saw a forgotten tail stops', async () => {
    const url = Object.assign(new URL(pair.databases.gatewayUrl), { port: String(address.port) }).href;
    const draining = connectPool(url, { applicationName: 'draining', max: 2 });
    const node = await startTestNode(url, draining);
    const queueOf = (witness: HeadWitness) =>
      new CommitQueue({ url, connections: 1 }, { ...fixture.deps, witness });
    const [calm, ahead] = [new HeadWitness(), new HeadWitness()];
    const [queue, queueAhead] = [queueOf(calm), queueOf(ahead)];
    const ask = () => pendingQuery(fixture.agencyId);
    const held = [];
    for (let i = 0; i < 5; i += 1) held.push(released(await queue.commit(ask())));

    // From here on commits wait for nobody, and the second server hears no more of the first.
    await pair.nameStandbys('');
    await pair.deafenSecond();
    released(await queueAhead.commit(ask()));
    await pair.killFirst();
    await pair.promoteSecond();
    await address.leadTo(pair.second.port);

    await eventually(async () =>
      queue.commit(ask()).then(
        () => true,
        () => false,
      ),
    );
    await eventually(async () =>
      node.check().then(
        () => true,
        () => false,
      ),
    );
    const owner = new pg.Client(
      Object.assign(new URL(pair.databases.gatewayOwnerUrl), { port: String(address.port) }).href,
    );
    await owner.connect();
    const { rows } = await owner.query('SELECT index, leaf_hash FROM log_entry');
    await owner.end();
    const stored = new Map(rows.map(({ index, leaf_hash }) => [Number(index), leaf_hash as Buffer]));
    for (const { index, leafHash } of held) expect(stored.get(index)?.equals(leafHash)).toBe(true);
    expect(calm.betrayed).toBe(false);

    await expect(queueAhead.commit(ask())).rejects.toMatchObject({ status: 503 });
    await eventually(async () => {
      await queueAhead.commit(ask()).catch(() => undefined);
      return ahead.betrayed;
    });
    await Promise.all([queue.close(), queueAhead.close()]);
    await node.close();
    await draining.end();
  });
});
