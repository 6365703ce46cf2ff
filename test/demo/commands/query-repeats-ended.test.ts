/** A kept answer outlives no right: sent again after one was lowered, a request is judged again, and refused. */
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { verifyReceipt } from '../../../gateway/audit-verify/verify-receipt.ts';
import type { Client } from '../../../gateway/cli/client/connect.ts';
import {
  type Again,
  type Answer,
  codesOf,
  expectReplay,
  leavesNothing,
  PARTIAL,
  repeated,
  repeatedQuery,
} from '../../setup/commands/repeated-query.ts';
import { sampleGrant } from '../../setup/database/sample-grant.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { useOwnerPool } from '../../setup/demo/use-owner-pool.ts';

const fixture = useDemo('adams', 'aurora', 'reviewer', 'admin-1', 'admin-2');
const owner = useOwnerPool(fixture);
let adams: Client;
let serial = 0;
let key: string;

beforeAll(() => {
  adams = fixture.clients.adams;
});
beforeEach(() => {
  serial += 1;
  key = `key-${serial}`;
});

type Person = 'admin-1' | 'admin-2' | 'reviewer';

const asking = (client: Client, changes = {}, path = '/v1/queries', named = key) =>
  repeatedQuery(client, fixture.plate, named, changes, path);
const act = (who: Person, path: string, body: object): Promise<Answer> =>
  fixture.clients[who].request('POST', path, body);
const officer = (id: string, client: Client) => ({
  onBehalfOf: { id, name: 'Officer of the test', ori: client.ori },
});

/** Refused by an entry of its own, which is the answer from then on. */
async function expectRefusal(again: Again, code: string): Promise<void> {
  const refused = await again();
  expect([refused.status, refused.body.reads]).toEqual([403, undefined]);
  expect(codesOf(refused)).toContain(code);
  expect(refused.headers.get('Idempotency-Replayed')).toBeNull();
  expect((await verifyReceipt(refused.body.receipt, fixture.demo.file.logKey)).faults).toEqual([]);
  await expectReplay(owner, refused, again);
}

/** Not given again, without an entry, and with what to do. */
async function expectEnd(again: Again, why: string): Promise<void> {
  const { body, status } = await leavesNothing(owner, () => again());
  expect([status, body.reads, body.effect]).toEqual([409, undefined, undefined]);
  expect(body.detail).toContain(why);
  expect(body.detail).toMatch(/to ask again, use a new key$/);
}

describe('a kept answer is not given again', () => {
  test('after a revoke, nor once the agency is granted again', async () => {
    const { aurora } = fixture.clients;
    const [query, other, held] = [
      asking(aurora),
      asking(aurora, {}, '/v1/queries', `${key}-2`),
      asking(aurora, { plate: PARTIAL }, '/v1/queries', `${key}-3`),
    ];
    const dryRun = asking(aurora, {}, '/v1/decisions', `${key}-4`);
    expect([await query(), await other(), await held(), await dryRun()].map(({ status }) => status)).toEqual([
      200, 200, 202, 200,
    ]);
    await act('admin-1', '/v1/agencies/CO0010100/revoke', { reason: 'test' });
    await expectRefusal(query, 'grant_revoked');
    await expectRefusal(held, 'grant_revoked');
    await expectEnd(dryRun, 'it would be decided otherwise now');
    const { body } = await act('admin-1', '/v1/grants', sampleGrant('CO0010100'));
    expect((await act('admin-2', `/v1/grants/${body.id}/approve`, {})).status).toBe(200);
    await expectRefusal(other, 'grant_revoked');
    expect((await asking(aurora, {}, '/v1/queries', `${key}-5`)()).status).toBe(200);
  });

  test('while all sharing is halted, nor after it was resumed', async () => {
    const [during, after] = [asking(adams), asking(adams, {}, '/v1/queries', `${key}-2`)];
    for (const ask of [during, after]) expect((await ask()).status).toBe(200);
    await act('admin-1', '/v1/sharing/halt', { reason: 'test' });
    await expectRefusal(during, 'sharing_halted');
    await act('admin-1', '/v1/sharing/resume', { reason: 'test' });
    await act('admin-2', '/v1/sharing/resume', { reason: 'test' });
    await expectRefusal(after, 'grant_revoked');
  });

  test('to an officer who was suspended since', async () => {
    const ask = asking(adams, officer('officer-suspended', adams));
    expect((await ask()).status).toBe(200);
    const { rows } = await owner.query(`SELECT id FROM officer WHERE reference = 'officer-suspended'`);
    expect((await act('admin-1', `/v1/subjects/${rows[0].id}/suspend`, { reason: 'test' })).status).toBe(200);
    await expectRefusal(ask, 'subject_suspended');
  });

  test('after a client of the agency was removed', async () => {
    await owner.query(
      `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori)
       SELECT issuer_id, 'adams-spare', agency_id, ori FROM client_registration WHERE ori = $1 LIMIT 1`,
      [adams.ori],
    );
    const ask = asking(adams);
    expect((await ask()).status).toBe(200);
    await owner.query(`UPDATE client_registration SET status = 'removed' WHERE client_id = 'adams-spare'`);
    await expectEnd(ask, 'a client or person of your agency, or an issuer, was changed since');
  });

  test('where a read of it was erased by its owner', async () => {
    const ask = asking(adams, { limit: 1 });
    const first = await ask();
    const reads = new pg.Pool({ connectionString: fixture.demo.file.databases.readsOwnerUrl });
    const { readId } = first.body.reads[0];
    expect((await reads.query('DELETE FROM read WHERE read_id = $1', [readId])).rowCount).toBe(1);
    await reads.end();
    await expectEnd(ask, 'a read of that answer is not shared any more');
  });

  test('of a held query that a reviewer has refused: its address says what has come of it', async () => {
    const ask = asking(adams, { plate: PARTIAL });
    const { queryId } = (await ask()).body;
    await act('reviewer', `/v1/reviews/${queryId}/refuse`, { reason: 'read it' });
    await expectEnd(ask, `GET /v1/queries/${queryId}`);
  });

  test('as a page of a reviewed query, once a right of the agency was lowered', async () => {
    const { queryId } = (await asking(adams, { plate: PARTIAL, limit: 1 })()).body;
    await act('reviewer', `/v1/reviews/${queryId}/approve`, { reason: 'read it' });
    const first: Answer = await adams.request('GET', `/v1/queries/${queryId}`);
    const { next, releaseId } = first.body;
    const page = repeated(adams, `${key}-page`, `/v1/queries/${releaseId}/next`, { cursor: next });
    const second = await page();
    expect(second.status).toBe(200);
    await expectReplay(owner, second, page);
    await act('admin-1', '/v1/sharing/halt', { reason: 'test' });
    await expectRefusal(page, 'sharing_halted');
    await act('admin-1', '/v1/sharing/resume', { reason: 'test' });
    await act('admin-2', '/v1/sharing/resume', { reason: 'test' });
  });
});
