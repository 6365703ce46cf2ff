/** A query, page or dry run that is sent again under its Idempotency-Key, at a gateway that runs as a whole. */
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { verifyReceipt } from '../../../gateway/audit-verify/verify-receipt.ts';
import type { Client } from '../../../gateway/cli/client/connect.ts';
import { connectAs } from '../../../gateway/cli/client/http-client.ts';
import {
  type Answer,
  expectReplay,
  leavesNothing,
  PARTIAL,
  repeated,
  repeatedQuery,
} from '../../setup/commands/repeated-query.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { useOwnerPool } from '../../setup/demo/use-owner-pool.ts';

const fixture = useDemo('adams', 'aurora');
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

const asking = (client: Client, changes = {}, path = '/v1/queries') =>
  repeatedQuery(client, fixture.plate, key, changes, path);

describe('a request of a partner that is sent again under its Idempotency-Key', () => {
  test('as a query gets the same reads and receipt, without a second release, count or entry', async () => {
    const ask = asking(adams, { limit: 2 });
    const first = await ask();
    expect([first.status, first.body.reads.length]).toEqual([200, 2]);
    expect(first.headers.get('Idempotency-Replayed')).toBeNull();
    await expectReplay(owner, first, ask);
    const { receipt, reads } = (await ask()).body;
    expect((await verifyReceipt(receipt, fixture.demo.file.logKey, reads)).faults).toEqual([]);
  });

  test('as a page gets the same page', async () => {
    const { next, releaseId } = (await asking(adams, { limit: 1 })()).body;
    const page = repeated(adams, `${key}-page`, `/v1/queries/${releaseId}/next`, { cursor: next });
    const second = await page();
    expect([second.status, second.body.reads.length]).toEqual([200, 1]);
    expect(second.body.releaseId).not.toBe(releaseId);
    await expectReplay(owner, second, page);
  });

  test('as a dry run gets the same decision', async () => {
    const ask = asking(adams, {}, '/v1/decisions');
    const first = await ask();
    expect([first.status, first.body.effect]).toEqual([200, 'permit']);
    await expectReplay(owner, first, ask);
  });

  test('as a dry run that would be refused gets the same decision', async () => {
    const ask = asking(adams, { purpose: { code: 'immigration_civil' } }, '/v1/decisions');
    const first = await ask();
    expect([first.status, first.body.effect]).toEqual([200, 'deny']);
    await expectReplay(owner, first, ask);
  });

  test('and was held, is held once', async () => {
    const ask = asking(adams, { plate: PARTIAL });
    const first = await ask();
    expect(first.status).toBe(202);
    await expectReplay(owner, first, ask);
    expect((await ask()).headers.get('Location')).toBe(`/v1/queries/${first.body.queryId}`);
  });

  test('and was refused, is refused by the same entry', async () => {
    // Of a plate of its own: what comes after a prohibited purpose is held.
    const ask = asking(adams, { plate: { number: 'ZZR9001' }, purpose: { code: 'immigration_civil' } });
    const first = await ask();
    expect(first.status).toBe(403);
    await expectReplay(owner, first, ask);
  });

  test('from a process with another key of its own gets the same reads, and a cursor that works there', async () => {
    const ask = asking(adams, { limit: 1 });
    const { next, ...first } = (await ask()).body;
    const elsewhere = await fixture.demo.as('adams');
    const again = await ask({}, elsewhere);
    expect([again.status, again.body]).toEqual([200, { ...first, next: again.body.next }]);
    expect(again.body.next).not.toBe(next);
    const page = `/v1/queries/${first.releaseId}/next`;
    expect((await elsewhere.request('POST', page, { cursor: next })).status).toBe(422);
    expect((await elsewhere.request('POST', page, { cursor: again.body.next })).status).toBe(200);
  });

  test('gets it in an envelope, if it asks for one that time', async () => {
    const ask = asking(adams);
    const first = await ask();
    const sealed = await ask({ Accept: 'application/jose' });
    expect([sealed.status, sealed.headers.get('Idempotency-Replayed')]).toEqual([200, 'true']);
    const [, payload = ''] = String(sealed.body).split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toEqual(first.body);
  });

  test('many times at once is carried out once; the others are told to ask again', async () => {
    const ask = asking(adams);
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask()));
    const first = answers.filter(
      ({ headers, status }) => status === 200 && headers.get('Idempotency-Replayed') === null,
    );
    expect(first).toHaveLength(1);
    const busy = answers.filter(({ status }) => status !== 200);
    for (const { body, headers, status } of busy) {
      expect([status, headers.get('Retry-After')]).toEqual([409, '2']);
      expect(body.detail).toBe('a request with this `Idempotency-Key` is under way: ask again');
    }
    await expectReplay(owner, first[0] as Answer, ask);
  });

  test('with another body, or to another path, is refused: the key belongs to its request', async () => {
    expect((await asking(adams)()).status).toBe(200);
    for (const other of [asking(adams, { limit: 3 }), asking(adams, {}, '/v1/decisions')]) {
      const { body, status } = await leavesNothing(owner, () => other());
      expect(status).toBe(422);
      expect(body.detail).toBe('this `Idempotency-Key` belongs to another request: take a new one');
    }
  });

  test('by another client is a request of its own', async () => {
    expect((await asking(adams)()).status).toBe(200);
    const other = await asking(fixture.clients.aurora)();
    expect([other.status, other.headers.get('Idempotency-Replayed')]).toEqual([200, null]);
  });

  test.each([[''], ['with space'], ['x'.repeat(201)]])(
    'is refused where the key is none: %j',
    async (bad) => {
      key = bad;
      expect((await leavesNothing(owner, () => asking(adams)())).status).toBe(422);
    },
  );

  test('with the very proof of the first is not authenticated, and learns nothing of the key', async () => {
    const { clients, gateway, issuer, resource } = fixture.demo.file;
    const named = clients.find(({ name }) => name === 'adams') as (typeof clients)[number];
    const sent: [string, RequestInit][] = [];
    const client = await connectAs({ ...named, issuer, resource }, gateway, (url, init) => {
      sent.push([url, init as RequestInit]);
      return fetch(url, init as RequestInit);
    });
    const headers = { 'Idempotency-Key': key };
    const first = await client.request('POST', '/v1/queries', demoQuery(adams, fixture.plate), headers);
    expect(first.status).toBe(200);
    const overheard = await fetch(...(sent.at(-1) as [string, RequestInit]));
    expect([overheard.status, overheard.headers.get('Idempotency-Replayed')]).toEqual([401, null]);
  });
});

describe('what is kept for that', () => {
  test.each([
    ['reads', {}],
    ['a held query', { plate: PARTIAL }],
    ['a refusal', { purpose: { code: 'immigration_civil' } }],
  ])('of %s can be read by nobody who has the database', async (_what, changes) => {
    await asking(adams, changes)();
    const kept = await owner.query('SELECT k::text AS row, body FROM idempotency_key k WHERE key = $1', [
      key,
    ]);
    expect(kept.rows).toHaveLength(1);
    const { body, row } = kept.rows[0];
    const opened = Buffer.from(body, 'base64url').toString('latin1');
    for (const text of [row, opened]) {
      expect(text).not.toMatch(/DEMO0|officer|CR-2026|driveway|stolen|immigration|readId|queryId|receipt/);
    }
  });
});
