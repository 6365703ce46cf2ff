/** A picked up query, and a further page, whose answer was lost: sent again under its Idempotency-Key. */
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { verifyReceipt } from '../../../gateway/audit-verify/verify-receipt.ts';
import type { Client } from '../../../gateway/cli/client/connect.ts';
import { openText, sealText } from '../../../gateway/query/sealed-text.ts';
import { findSecrets } from '../../../gateway/settings/secrets.ts';
import {
  type Answer,
  codesOf,
  expectReplay,
  leavesNothing,
  PARTIAL,
  repeated,
  repeatedQuery,
} from '../../setup/commands/repeated-query.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { useOwnerPool } from '../../setup/demo/use-owner-pool.ts';

const fixture = useDemo('adams', 'reviewer', 'admin-1', 'admin-2');
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

const act = (who: 'reviewer' | 'admin-1' | 'admin-2', path: string, body: object): Promise<Answer> =>
  fixture.clients[who].request('POST', path, body);

async function held(changes: Record<string, unknown> = {}): Promise<string> {
  const { body } = await repeatedQuery(adams, fixture.plate, `${key}-asked`, {
    plate: PARTIAL,
    ...changes,
  })();
  return body.queryId;
}

const approve = (queryId: string) => act('reviewer', `/v1/reviews/${queryId}/approve`, { reason: 'read it' });

async function approved(changes: Record<string, unknown> = {}): Promise<string> {
  const queryId = await held(changes);
  expect((await approve(queryId)).status).toBe(200);
  return queryId;
}

const pickingUp = (queryId: string, named: string | null = key) =>
  repeated(adams, named, `/v1/queries/${queryId}`);

describe('a query that is picked up under an Idempotency-Key, and whose answer was lost', () => {
  test('is answered again with the same reads and receipt: one release, one entry, counted once', async () => {
    const pickUp = pickingUp(await approved());
    const first = await pickUp();
    expect([first.status, first.headers.get('Idempotency-Replayed')]).toEqual([200, null]);
    expect(first.body.reads.length).toBeGreaterThan(0);
    await expectReplay(owner, first, pickUp);
    const { receipt, reads } = (await pickUp()).body;
    expect((await verifyReceipt(receipt, fixture.demo.file.logKey, reads)).faults).toEqual([]);
  });

  test('is answered again to a client that has started again, with a cursor that works there', async () => {
    const queryId = await approved({ limit: 1 });
    const first = await pickingUp(queryId)();
    const elsewhere = await fixture.demo.as('adams');
    const again = await pickingUp(queryId)({}, elsewhere);
    expect([again.status, again.body.releaseId]).toEqual([200, first.body.releaseId]);
    const page = `/v1/queries/${first.body.releaseId}/next`;
    expect((await elsewhere.request('POST', page, { cursor: again.body.next })).status).toBe(200);
  });

  test('is released once, however many come at once; the others are told when to ask again', async () => {
    const pickUp = pickingUp(await approved());
    const answers = await Promise.all(Array.from({ length: 6 }, () => pickUp()));
    const carriedOut = answers.filter(
      ({ headers, status }) => status === 200 && headers.get('Idempotency-Replayed') === null,
    );
    expect(carriedOut).toHaveLength(1);
    for (const { headers, status } of answers.filter((answer) => answer.status !== 200)) {
      expect([status, headers.get('Retry-After')]).toEqual([409, '2']);
    }
    await expectReplay(owner, carriedOut[0] as Answer, pickUp);
  });

  test('is gone under another key, or without one, and the refusal says what to do', async () => {
    const queryId = await approved();
    expect((await pickingUp(queryId)()).status).toBe(200);
    for (const named of [`${key}-other`, null]) {
      const { body, status } = await leavesNothing(owner, () => pickingUp(queryId, named)());
      expect(status).toBe(409);
      expect(body.detail).toContain('within a day with the `Idempotency-Key` that it had');
      expect(body.detail).toContain('ask the query again');
    }
  });

  test('is not given again once a right of the agency was lowered', async () => {
    const pickUp = pickingUp(await approved());
    expect((await pickUp()).status).toBe(200);
    await act('admin-1', '/v1/sharing/halt', { reason: 'test' });
    const refused = await pickUp();
    await act('admin-1', '/v1/sharing/resume', { reason: 'test' });
    await act('admin-2', '/v1/sharing/resume', { reason: 'test' });
    expect([refused.status, refused.body.reads, codesOf(refused)]).toEqual([
      403,
      undefined,
      expect.arrayContaining(['sharing_halted']),
    ]);
    await expectReplay(owner, refused, pickUp);
  });

  test('is not given again after the time of the approval is over', async () => {
    const queryId = await approved();
    const pickUp = pickingUp(queryId);
    expect((await pickUp()).status).toBe(200);
    await owner.query(`UPDATE held_query SET expires_at = now() WHERE id = $1`, [queryId]);
    const { body, status } = await leavesNothing(owner, () => pickUp());
    expect([status, body.reads]).toEqual([409, undefined]);
    expect(body.detail).toMatch(/the approval .* is over; to ask again, use a new key$/);
  });
});

describe('a query that is looked at under an Idempotency-Key before it can be picked up', () => {
  test('tells what has come of it each time, and is picked up by the same key in the end', async () => {
    const queryId = await held();
    const pickUp = pickingUp(queryId);
    for (let looks = 0; looks < 2; looks += 1) {
      const { body, headers, status } = await pickUp();
      expect([status, body.status, headers.get('Idempotency-Replayed')]).toEqual([202, 'held', null]);
    }
    await approve(queryId);
    expect((await pickUp()).status).toBe(200);
  });

  test('and is refused when it comes back, is not spent: the same key picks it up later', async () => {
    const officer = { id: `officer-${key}`, name: 'Officer of the test', ori: adams.ori };
    const pickUp = pickingUp(await approved({ onBehalfOf: officer }));
    const suspend = (status: string) =>
      owner.query('UPDATE officer SET status = $2 WHERE reference = $1', [officer.id, status]);
    await suspend('suspended');
    const refused = await pickUp();
    expect([refused.status, codesOf(refused)]).toEqual([403, ['subject_suspended']]);
    await suspend('active');
    expect((await pickUp()).status).toBe(200);
  });

  test('is refused where the key is none', async () => {
    const pickUp = pickingUp(await approved(), 'with space');
    expect((await leavesNothing(owner, () => pickUp())).status).toBe(422);
  });
});

describe('a further page whose answer was lost', () => {
  test('is given again to a client that has started again, by the cursor that it gets there', async () => {
    const ask = repeatedQuery(adams, fixture.plate, key, { limit: 1 });
    const { next, releaseId } = (await ask()).body;
    const path = `/v1/queries/${releaseId}/next`;
    const page = await repeated(adams, `${key}-page`, path, { cursor: next })();
    expect(page.status).toBe(200);
    const elsewhere = await fixture.demo.as('adams');
    const again = await leavesNothing(owner, async () => {
      const first = await ask({}, elsewhere);
      return repeated(elsewhere, `${key}-page`, path, { cursor: first.body.next })();
    });
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([200, 'true']);
    const { next: cursor, ...same } = page.body;
    expect(again.body).toEqual({ ...same, next: again.body.next });
    const third = `/v1/queries/${page.body.releaseId}/next`;
    expect((await elsewhere.request('POST', third, { cursor: again.body.next })).status).toBe(200);
    expect((await elsewhere.request('POST', third, { cursor })).status).toBe(422);
  });

  test('of another query is another request', async () => {
    const asked = [key, `${key}-2`].map((named) =>
      repeatedQuery(adams, fixture.plate, named, { limit: 1 })(),
    );
    const pages = (await Promise.all(asked)).map(({ body: { next, releaseId } }) =>
      repeated(adams, `${key}-page`, `/v1/queries/${releaseId}/next`, { cursor: next }),
    );
    expect([(await pages[0]?.())?.status, (await pages[1]?.())?.status]).toEqual([200, 422]);
  });

  test('is given again after the cursor has expired, which brings no page that was not given before', async () => {
    const { next, releaseId } = (await repeatedQuery(adams, fixture.plate, key, { limit: 1 })()).body;
    const path = `/v1/queries/${releaseId}/next`;
    const page = `${key}-page`;
    const kept = await repeated(adams, page, path, { cursor: next })();
    expect(kept.status).toBe(200);
    const secret = findSecrets(fixture.demo.dataDir).cursor as Buffer;
    const fresh = JSON.parse(openText(next, secret) as string);
    const cursor = sealText(JSON.stringify({ ...fresh, expiresAt: Date.now() - 1 }), secret);
    await expectReplay(owner, kept, repeated(adams, page, path, { cursor }));
    for (const named of [`${key}-other`, null]) {
      const { body, status } = await leavesNothing(owner, () => repeated(adams, named, path, { cursor })());
      expect([status, body.detail]).toEqual([422, expect.stringContaining('has expired')]);
    }
  });
});
