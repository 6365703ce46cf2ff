import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { LOCK_SPACE } from '../../../../gateway/database/advisory-locks.ts';
import { connectPool } from '../../../../gateway/database/db.ts';
import { GatewayError } from '../../../../gateway/faults/errors.ts';
import { endGrantsOfAgency } from '../../../../gateway/registry/agencies/ended-grants-store.ts';
import { haltInDatabase } from '../../../../gateway/registry/sharing/sharing-store.ts';
import { LEASE_MARGIN, LEASE_TTL } from '../../../../gateway/release/lease/lease.ts';
import type { GatewayNode } from '../../../../gateway/release/lease-node.ts';
import { type Lowering, withdrawRight } from '../../../../gateway/release/revoke/withdraw-right.ts';
import {
  createSharingFixture,
  pendingQuery,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { eventually } from '../../../setup/eventually.ts';
import { openQueue } from '../../../setup/patient-queue.ts';
import { startTestNode } from '../../../setup/start-test-node.ts';

/** Ms that a node which does not answer is waited for, at least. */
const WAITED_OUT = LEASE_TTL + LEASE_MARGIN - 100;

let fixture: SharingFixture;
let nodes: GatewayNode[];
let admin: string;

beforeEach(async () => {
  fixture = await createSharingFixture();
  admin = (await fixture.pool.query('SELECT id FROM person LIMIT 1')).rows[0].id;
  nodes = [];
});

afterEach(async () => {
  for (const node of nodes) await node.close();
  await fixture.close();
});

async function join(): Promise<GatewayNode> {
  const node = await startTestNode(fixture.databases.gatewayUrl, fixture.pool);
  nodes.push(node);
  return node;
}

function revocation(changes: Partial<Lowering> = {}): Lowering {
  const { agencyId, grantId } = fixture;
  return {
    agency: { id: agencyId, ori: 'CO0010000' },
    grant: grantId,
    kind: 'revoked',
    reason: 'test',
    personId: admin,
    change: (trx) => endGrantsOfAgency(trx, agencyId, admin, 'test'),
    ...changes,
  };
}

async function kinds(): Promise<string[]> {
  const { rows } = await fixture.pool.query('SELECT entry FROM log_entry ORDER BY index');
  return rows.map((row) => JSON.parse(row.entry).kind);
}

/** A row of a node that died without a word. */
async function leaveDeadNode(): Promise<void> {
  await fixture.pool.query(
    `INSERT INTO node_lease (node_id, generation, renewals, expires_at, acknowledged)
     VALUES (gen_random_uuid(), nextval('node_generation'), 3, clock_timestamp(), 0)`,
  );
}

describe('a revocation with several nodes', () => {
  test('it returns when every node has raised its bar, and counts what was under way on all of them', async () => {
    const [one, two] = [await join(), await join()];
    one.inFlight.enter(fixture.agencyId);
    two.inFlight.enter(fixture.agencyId);
    two.inFlight.enter(fixture.agencyId + 1);
    const result = await withdrawRight({ pool: fixture.pool, inFlight: one.inFlight }, revocation());
    expect(result).toMatchObject({ drained: 2, aborted: 0, expiredNodes: 0 });
    expect(two.inFlight.setFence(fixture.agencyId, result.epoch)).toEqual({ drained: 0, aborted: 0 });
    expect(await kinds()).toEqual(['log_created', 'revoked', 'revocation_effective']);
  });

  test('what its own node has cut is counted once, also where that heard of the mark first', async () => {
    const [one, two] = [await join(), await join()];
    one.inFlight.enter(fixture.agencyId);
    two.inFlight.enter(fixture.agencyId);
    const next = (await fixture.pool.query('SELECT max(size) AS size FROM log_checkpoint')).rows[0].size;
    expect(one.inFlight.setFence(fixture.agencyId, next)).toMatchObject({ drained: 1 });
    const result = await withdrawRight({ pool: fixture.pool, inFlight: one.inFlight }, revocation());
    expect(result).toMatchObject({ index: next, drained: 2, expiredNodes: 0 });
  });

  test('it does not wait for its own node to tell the database what it has barred itself', async () => {
    const node = await join();
    node.inFlight.enter(fixture.agencyId);
    const other = new pg.Client({ connectionString: fixture.databases.gatewayUrl });
    await other.connect();
    await other.query('BEGIN; SELECT FROM node_lease FOR UPDATE');
    const result = await withdrawRight({ pool: fixture.pool, inFlight: node.inFlight }, revocation());
    expect(result).toMatchObject({ drained: 1, aborted: 0, expiredNodes: 0 });
    const { rows } = await fixture.pool.query('SELECT FROM mark_acknowledgement');
    expect(rows).toHaveLength(0);
    await other.end();
  });

  test('every node acknowledges all marks up to the newest, not the newest alone', async () => {
    const [one, two] = [await join(), await join()];
    const deps = { pool: fixture.pool, inFlight: one.inFlight };
    const [{ epoch: first }, { epoch: second }] = await Promise.all([
      withdrawRight(deps, revocation()),
      withdrawRight(deps, revocation({ agency: null, grant: null, kind: 'halted', change: haltInDatabase })),
    ]);
    expect(two.inFlight.setFence(fixture.agencyId, first).drained).toBe(0);
    const acknowledged = () =>
      fixture.pool.query(
        'SELECT mark, count(*) AS nodes FROM mark_acknowledgement GROUP BY mark ORDER BY mark',
      );
    // The node that waits knows what it has barred itself: its own acknowledgement may come later.
    await eventually(async () => (await acknowledged()).rows.every(({ nodes }) => nodes === 2));
    const { rows } = await acknowledged();
    expect(rows).toEqual([first, second].sort((a, b) => a - b).map((mark) => ({ mark, nodes: 2 })));
  });

  test('a node that is gone is waited out, named in the log, and waited for only once', async () => {
    const node = await join();
    await leaveDeadNode();
    const deps = { pool: fixture.pool, inFlight: node.inFlight };
    const began = performance.now();
    expect((await withdrawRight(deps, revocation())).expiredNodes).toBe(1);
    expect(performance.now() - began).toBeGreaterThan(WAITED_OUT);
    // Anyone who is waited out is counted: nobody was.
    expect((await withdrawRight(deps, revocation())).expiredNodes).toBe(0);
    const { rows } = await fixture.pool.query('SELECT node_id FROM node_lease');
    expect(rows).toHaveLength(1);
  });

  test('a commit after the mark is refused, on whichever node', async () => {
    const node = await join();
    const queue = openQueue({ url: fixture.databases.gatewayUrl, connections: 1 }, fixture.deps);
    await withdrawRight({ pool: fixture.pool, inFlight: node.inFlight }, revocation());
    expect((await queue.commit(pendingQuery(fixture.agencyId))).kind).toBe('denied');
    await queue.close();
  });

  test('it does not wait for releases that wait for their turn', async () => {
    const node = await join();
    const queue = openQueue({ url: fixture.databases.gatewayUrl, connections: 1 }, fixture.deps);
    const other = new pg.Client({ connectionString: fixture.databases.gatewayUrl });
    await other.connect();
    await other.query('BEGIN');
    await other.query('SELECT pg_advisory_xact_lock($1, 0)', [LOCK_SPACE.turn]);
    const committed = queue.commit(pendingQuery(fixture.agencyId));
    // Of this database: other tests share the server.
    const waiting = `SELECT count(*) AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    await eventually(async () => (await fixture.pool.query(waiting)).rows[0].n > 0);
    await withdrawRight({ pool: fixture.pool, inFlight: node.inFlight }, revocation());
    expect((await fixture.pool.query(waiting)).rows[0].n).toBe(1);
    await other.query('ROLLBACK');
    expect((await committed).kind).toBe('denied');
    await other.end();
    await queue.close();
  });

  test('queries that waited for a reviewer are dropped with it', async () => {
    const node = await join();
    await fixture.ownerPool.query(
      `WITH o AS (INSERT INTO officer (agency_id, reference, name, status) VALUES ($1, 'o', 'O', 'active') RETURNING id)
       INSERT INTO held_query (id, held_index, agency_id, officer_id, epoch, rules_revision, subject, query, query_hash,
         reasons, status, held_at, expires_at)
       SELECT gen_random_uuid(), 1, $1, o.id, 0, 'r', '{}', '{}', '', '[]', 'held', now(), now() FROM o`,
      [fixture.agencyId],
    );
    await withdrawRight({ pool: fixture.pool, inFlight: node.inFlight }, revocation());
    expect((await fixture.pool.query('SELECT status FROM held_query')).rows).toEqual([{ status: 'dropped' }]);
  });

  test('a drain whose coordinator died is ended by another node', async () => {
    await join();
    await fixture.ownerPool.query(
      `WITH m AS (INSERT INTO mark (index, agency_id, kind) VALUES (0, $1, 'revoked') RETURNING index)
       INSERT INTO drain (mark, begun_at) SELECT index, now() - interval '1 minute' FROM m`,
      [fixture.agencyId],
    );
    await eventually(async () => (await kinds()).includes('revocation_effective'));
    const { rows } = await fixture.pool.query(
      'SELECT mark, expired_nodes, effective_at IS NULL AS open FROM drain',
    );
    expect(rows).toEqual([{ mark: 0, expired_nodes: 0, open: false }]);
    expect((await kinds()).filter((kind) => kind === 'revocation_effective')).toHaveLength(1);
  });

  test('anyone who holds the lock for long without working is ended', async () => {
    const node = await join();
    const stuck = new pg.Client({ connectionString: fixture.databases.gatewayUrl });
    stuck.on('error', () => undefined);
    await stuck.connect();
    const ended = new Promise((resolve) => stuck.once('end', resolve));
    await stuck.query('BEGIN');
    await stuck.query('SELECT pg_advisory_xact_lock_shared(7410502, $1::integer)', [fixture.agencyId]);
    // Its statements have no patience of their own: unless it is ended, the revoke waits until its own gives out.
    await withdrawRight({ pool: fixture.pool, inFlight: node.inFlight }, revocation());
    await ended;
  });

  test('where the database cannot be reached nothing is revoked, it says so, and the node stops', async () => {
    const node = await join();
    const nowhere = connectPool('postgres://nobody@127.0.0.1:1/none', { applicationName: 'test' });
    await expect(
      withdrawRight({ pool: nowhere, inFlight: node.inFlight }, revocation()),
    ).rejects.toMatchObject({
      status: 503,
      message: expect.stringMatching(/^not revoked; this node has stopped/),
    });
    expect(() => node.inFlight.enter(fixture.agencyId)).toThrow(
      'this node is not sure of its lease just now',
    );
    await nowhere.end();
  });

  test('a refusal of the change itself passes through, and the node goes on', async () => {
    const node = await join();
    const deps = { pool: fixture.pool, inFlight: node.inFlight };
    const change = () => Promise.reject(new GatewayError('conflict', 'it changed meanwhile'));
    await expect(withdrawRight(deps, revocation({ change }))).rejects.toMatchObject({ status: 409 });
    node.inFlight.enter(fixture.agencyId).leave();
  });
});

describe('a node and its lease', () => {
  test('a node whose row was removed destroys what is in flight and takes a new generation', async () => {
    const node = await join();
    const inFlightResponse = node.inFlight.enter(fixture.agencyId);
    const before = (await fixture.pool.query('SELECT generation FROM node_lease')).rows[0].generation;
    await fixture.pool.query('DELETE FROM node_lease');
    await eventually(async () => {
      const { rows } = await fixture.pool.query('SELECT generation FROM node_lease');
      return rows.some(({ generation }) => generation > before);
    });
    expect(inFlightResponse.mayWrite(1_000_000, () => undefined)).toBe(false);
    // The row is there before the node hears of it.
    await eventually(() =>
      node.check().then(
        () => true,
        () => false,
      ),
    );
  });

  test('a node that leaves is not waited for', async () => {
    const [one, two] = [await join(), await join()];
    await two.close();
    nodes = [one];
    expect((await fixture.pool.query('SELECT node_id FROM node_lease')).rows).toHaveLength(1);
    const { expiredNodes } = await withdrawRight(
      { pool: fixture.pool, inFlight: one.inFlight },
      revocation(),
    );
    expect(expiredNodes).toBe(0);
  });

  test('a log that does not extend what the node has seen stops it', async () => {
    const node = await join();
    node.witness.see(null, { size: 1_000, root: Buffer.alloc(32) });
    await eventually(() => node.witness.betrayed);
    await expect(node.check()).rejects.toThrow('holds no lease');
  });
});
