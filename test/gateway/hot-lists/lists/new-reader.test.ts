/** Who begins to read a list gets what is on it, and nothing of what had left it before. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addPush, findPush } from '../../../../gateway/hot-lists/delivery/endpoints-store.ts';
import { cursorAfter, parseCursor } from '../../../../gateway/hot-lists/lists/change-cursor.ts';
import {
  beginReading,
  findChanges,
  findLastPosition,
} from '../../../../gateway/hot-lists/lists/entries-store.ts';
import { deleteKept } from '../../../../gateway/oversight/retention/kept-rows-store.ts';
import { type Exchange, startExchange } from './exchange-fixture.ts';

let exchange: Exchange;
let id: string;

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `ZZR${1000 + from + i},Stolen Vehicle`);

beforeAll(async () => {
  exchange = await startExchange();
  // Of 240 entries 40 leave, and 40 others come.
  await exchange.list('busy', rows(0, 240), 'stolen_vehicle');
  id = await exchange.list('busy', rows(40, 280), 'stolen_vehicle');
});
afterAll(() => exchange.close());

/** Everything from a cursor on, page by page. */
async function readFrom(cursor: string) {
  let since = cursor;
  const seen: { op: string; plate?: string; entry: number }[] = [];
  for (let more = true; more; ) {
    const { status, body } = await exchange.call(
      'partner',
      'GET',
      `/v1/hot-lists/${id}/entries?since=${since}`,
    );
    expect(status).toBe(200);
    seen.push(...body.entries);
    ({ more, next: since } = body);
  }
  return { seen, next: since };
}

describe('a new reader of a list', () => {
  test('is sent no removal of what it never had, over any number of pages', async () => {
    const { seen } = await readFrom('0');
    expect(seen.filter(({ op }) => op === 'remove')).toEqual([]);
    expect(seen).toHaveLength(240);
  });

  test('is sent what leaves while it reads and after, of what it has', async () => {
    const first = await exchange.call('partner', 'GET', `/v1/hot-lists/${id}/entries`);
    expect(first.body).toMatchObject({ more: true, next: expect.stringMatching(/^\d+\.\d+$/) });
    await exchange.list('busy', rows(41, 280), 'stolen_vehicle');
    const { seen, next } = await readFrom(first.body.next);
    const gone = first.body.entries.find(({ plate }: { plate: string }) => plate === 'ZZR1040');
    expect(seen.filter(({ op }) => op === 'remove')).toEqual([{ op: 'remove', entry: gone.entry }]);
    expect(next).toMatch(/^\d+$/);
    await exchange.list('busy', rows(42, 280), 'stolen_vehicle');
    expect((await readFrom(next)).seen.map(({ op }) => op)).toEqual(['remove']);
  });

  test('is pushed no removal of what it never had either', async () => {
    const push = await findPush(exchange.pool, await addPush(exchange.ownerPool, id, exchange.agencyId));
    const page = await findChanges(exchange.pool, id, { after: 0, began: push?.began ?? 0 }, 1_000);
    expect(JSON.parse(page.text).map(({ op }: { op: string }) => op)).not.toContain('remove');
    expect(page.count).toBe(238);
  });

  test('that knows its position as a number only is sent more than it needs, never less', async () => {
    const first = await exchange.call('partner', 'GET', `/v1/hot-lists/${id}/entries`);
    const whole = await readFrom(first.body.next);
    const cut = await readFrom(first.body.next.split('.')[0]);
    for (const change of whole.seen) expect(cut.seen).toContainEqual(change);
  });
});

describe('when what left a list is forgotten after ninety days,', () => {
  const aged = () =>
    exchange.ownerPool.query(`UPDATE hot_list_removal SET removed_at = removed_at - interval '91 days'`);
  const forget = () => deleteKept(exchange.pool, 'hot_list_removal', new Date(Date.now() - 90 * 86_400_000));

  test('a push that has not come so far still has it to tell', async () => {
    const push = await findPush(exchange.pool, await addPush(exchange.ownerPool, id, exchange.agencyId));
    await exchange.list('busy', rows(43, 280), 'stolen_vehicle');
    await aged();
    await forget();
    const page = await findChanges(exchange.pool, id, { after: 0, began: push?.began ?? 0 }, 1_000);
    expect(JSON.parse(page.text).filter(({ op }: { op: string }) => op === 'remove')).toHaveLength(1);
    await exchange.ownerPool.query('DELETE FROM list_push');
  });

  test('a reader of before is told to begin again, and one who begins then misses nothing', async () => {
    // The day's records of the partner are not what this is about.
    await exchange.ownerPool.query('DELETE FROM agency_usage');
    const old = String(await findLastPosition(exchange.pool, id));
    await exchange.list('busy', rows(44, 280), 'stolen_vehicle');
    const { next: young } = await readFrom(old);
    await aged();
    expect(await forget()).toBeGreaterThan(0);
    const told = await exchange.call('partner', 'GET', `/v1/hot-lists/${id}/entries?since=${old}`);
    expect([told.status, told.body.detail]).toEqual([409, expect.stringContaining('without `since`')]);
    expect((await readFrom(young)).seen).toEqual([]);
    const { seen, next } = await readFrom('0');
    expect(seen.map(({ op }) => op)).toEqual(Array(236).fill('add'));
    await exchange.list('busy', rows(45, 280), 'stolen_vehicle');
    expect((await readFrom(next)).seen.map(({ op }) => op)).toEqual(['remove']);
  });
});

test('a cursor is read as it was written, and never goes back', () => {
  const position = fc.nat(1e9);
  fc.assert(
    fc.property(position, position, fc.option(position), fc.boolean(), (after, began, last, more) => {
      const read = last === null ? null : after + last + 1;
      const next = parseCursor(cursorAfter({ after, began }, read, more));
      expect(next.after).toBeGreaterThanOrEqual(read ?? after);
      expect([0, began]).toContain(next.began);
      if (!more) expect(next.after).toBeGreaterThanOrEqual(began);
    }),
  );
});

test('a reader begins behind nothing', async () => {
  expect(await beginReading(exchange.pool, id)).toMatchObject({ after: 0, began: expect.any(Number) });
});
