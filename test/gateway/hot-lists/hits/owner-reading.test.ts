/** The owner's people look at reads when they look at hits: the log says who, and at which (CJISSECPOL AU-3). */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Exchange, startExchange } from '../lists/exchange-fixture.ts';

let exchange: Exchange;

beforeAll(async () => {
  exchange = await startExchange();
  await exchange.list('wanted', ['ZZO1,Stolen Vehicle', 'ZZO2,Stolen Vehicle']);
  await exchange.see('ZZO1', 'ZZO2');
});
afterAll(() => exchange.close());

test("a reviewer's look at hits is logged with each hit and read that was shown, and no plate", async () => {
  const { status, body } = await exchange.call('reviewer', 'GET', '/v1/hits');
  expect(status).toBe(200);
  const shown = body.hits.map((hit: { hitId: string; reads: { readId: string }[] }) => ({
    hit: hit.hitId,
    read: hit.reads[0]?.readId,
  }));
  expect(shown).toHaveLength(2);
  const { rows } = await exchange.pool.query(
    `SELECT owner_detail FROM audit_detail WHERE kind = 'log_read' ORDER BY index DESC LIMIT 1`,
  );
  expect(JSON.parse(rows[0].owner_detail)).toMatchObject({ action: 'hits', count: 2, hits: shown });
  expect(rows[0].owner_detail).not.toContain('ZZO');
});

test('the owner pages through all hits, each shown once, newest first; a look at a page is logged alone', async () => {
  const shown: string[] = [];
  let next: string | null = '';
  for (let page = 0; next !== null && page < 9; page += 1) {
    const after: string = next === '' ? '' : `&after=${next}`;
    const { body } = await exchange.call('reviewer', 'GET', `/v1/hits?limit=1${after}`);
    expect(body.hits).toHaveLength(1);
    shown.push(body.hits[0].hitId);
    next = body.next;
  }
  const { body } = await exchange.call('reviewer', 'GET', '/v1/hits');
  expect([shown, null]).toEqual([body.hits.map(({ hitId }: { hitId: string }) => hitId), body.next]);
  expect(new Set(shown).size).toBe(2);
});

test('a partner, for whom each hit is a release, is told that pages are the owner’s', async () => {
  const { status, body } = await exchange.call(
    'partner',
    'GET',
    '/v1/hits?after=00000000-0000-4000-8000-000000000000',
  );
  expect([status, body.detail]).toEqual([422, expect.stringContaining('ask with `since` or `limit`')]);
});

test('the owner is told why a plate is looked for, as its list has it', async () => {
  const { body } = await exchange.call('reviewer', 'GET', '/v1/hits');
  expect(body.hits[0].why).toEqual({
    ...{ agency: null, purpose: null, caseNumber: null, justification: null, officer: null },
    ...{ kind: 'stated', category: 'Stolen Vehicle', reference: null, originator: null, note: null },
  });
});

test('a sharing administrator sees hits too, which is logged alike', async () => {
  const before = (await exchange.entries()).length;
  const { status, body } = await exchange.call('admin', 'GET', '/v1/hits');
  expect([status, body.hits?.length]).toEqual([200, 2]);
  expect((await exchange.entries()).slice(before)).toMatchObject([{ kind: 'log_read' }]);
});
