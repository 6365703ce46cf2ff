/** What was on its way to clients of an issuer ends before its removal has returned, on every node. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { removeIssuer } from '../../../../gateway/registry/identities/remove-issuer.ts';
import { CommitQueue } from '../../../../gateway/release/commit/commit-queue.ts';
import type { GatewayNode } from '../../../../gateway/release/lease-node.ts';
import {
  createSharingFixture,
  pendingQuery,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { startTestNode } from '../../../setup/start-test-node.ts';

/** Far more than any kernel buffers for a reader that does not read. */
const HUGE = 64 * 1024 * 1024;

let fixture: SharingFixture;
let nodes: readonly GatewayNode[];
let queue: CommitQueue;

beforeAll(async () => {
  fixture = await createSharingFixture();
  const url = fixture.databases.gatewayUrl;
  nodes = [await startTestNode(url, fixture.pool), await startTestNode(url, fixture.pool)];
  queue = new CommitQueue({ url, connections: 1 }, fixture.deps);
});
afterAll(async () => {
  await queue.close();
  for (const node of nodes) await node.close();
  await fixture.close();
});

async function removal() {
  const { rows } = await fixture.pool.query('SELECT issuer_id::text AS issuer, id FROM person LIMIT 1');
  const [{ inFlight }] = nodes as [GatewayNode];
  const { issuer: id, id: personId } = rows[0];
  return removeIssuer({ pool: fixture.pool, inFlight }, { id, reason: 'test', personId });
}

test('an answer that another node is sending is cut, whichever its agency, and what comes after is told apart', async () => {
  const [, node] = nodes as [GatewayNode, GatewayNode];
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  const asked = once(server, 'request');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [, response] = await asked;
  // Nobody of the agency has a client of the issuer: who holds its keys could have spoken for any.
  const sent = node.inFlight.enter(fixture.agencyId).send(response, 0, Buffer.alloc(HUGE));
  const waiting = node.inFlight.enter(fixture.agencyId + 1);
  let returned = false;
  const cut = sent.then((whole) => [whole, returned]);

  const result = await removal();
  returned = true;
  expect(result).toMatchObject({ drained: 2, aborted: 1, expiredNodes: 0 });
  expect(await cut).toEqual([false, false]);
  expect(waiting.mayWrite(result.epoch - 1, () => undefined)).toBe(false);
  expect(waiting.mayWrite(result.epoch, () => undefined)).toBe(true);
  waiting.leave();

  // Sharing is not halted: anyone who signs in by another issuer is released to, under the mark's epoch.
  expect((await queue.commit(pendingQuery(fixture.agencyId))).kind).toBe('released');
  const { rows } = await fixture.pool.query('SELECT entry FROM log_entry ORDER BY index');
  const entries = rows.map(({ entry }) => JSON.parse(entry)).slice(result.index);
  expect(entries.map(({ kind }) => kind)).toEqual([
    'issuer_removed',
    'revocation_effective',
    'subject_enrolled',
    'release',
  ]);
  expect(entries.at(-1)).toMatchObject({ epoch: result.epoch });
  socket.destroy();
  server.close();
});

test('does not wait for an operator who leaves the removal of one of its clients uncommitted', async () => {
  await fixture.ownerPool.query(
    `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori)
     SELECT i.id, 'adams', o.agency_id, o.ori FROM identity_issuer i, agency_ori o WHERE o.agency_id = $1`,
    [fixture.agencyId],
  );
  await fixture.ownerPool.query(`UPDATE identity_issuer SET status = 'active'`);
  const operator = await fixture.ownerPool.connect();
  await operator.query('BEGIN');
  await operator.query(`UPDATE client_registration SET status = 'removed'`);
  try {
    expect((await removal()).issuersLeft).toBe(0);
  } finally {
    await operator.query('ROLLBACK');
    operator.release();
  }
});
