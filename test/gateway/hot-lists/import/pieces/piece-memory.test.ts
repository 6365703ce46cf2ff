import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { connectionSettings } from '../../../../../gateway/database/db.ts';
import { importChanges } from '../../../../../gateway/hot-lists/import/import-changes.ts';
import { importList } from '../../../../../gateway/hot-lists/import/import-list.ts';
import type { Layout } from '../../../../../gateway/hot-lists/lists/layout.ts';
import type { SetAside } from '../../../../../gateway/hot-lists/lists/row-counts.ts';
import { createTestRegistry, type TestRegistry } from '../../../../setup/database/test-registry.ts';
import { chunked, ncicRecord } from '../../lists/sample-lists.ts';
import { piecesOf, rememberedOf } from '../noted-pieces.ts';

let registry: TestRegistry;
let client: pg.Client;

beforeAll(async () => {
  registry = await createTestRegistry();
  client = new pg.Client(connectionSettings(registry.gatewayUrl, { applicationName: 'test' }));
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await registry.close();
});

type Rows = readonly string[];
type Order = { readonly layout?: Layout; readonly rulesRevision?: string };

const textOf = (rows: Rows) => rows.map((row) => `${row}\n`).join('');

/** Everything that can be told of a list after an import, except the places of its entries. */
async function take(listName: string, rows: Rows, { layout = 'ncic', rulesRevision = 'r1' }: Order = {}) {
  const aside: SetAside[] = [];
  const result = await importList(client, {
    listName,
    layout,
    source: chunked(textOf(rows), 5_000),
    rulesRevision,
    allowShrink: true,
    onSetAside: (one) => aside.push(one),
  });
  const { rows: entries } = await client.query(
    `SELECT key, copies, plate, plate_state, e.kind, e.restricted, note FROM hot_list_entry e
     JOIN hot_list l ON l.id = e.list_id WHERE name = $1 ORDER BY key`,
    [listName],
  );
  const { rows: lists } = await client.query(
    'SELECT entries, restricted, counts, version, blocks_of FROM hot_list WHERE name = $1',
    [listName],
  );
  return { result, aside, entries, list: lists[0] };
}

/** Then the next version is compared with all entries of the list, row by row. */
async function forget(listName: string): Promise<void> {
  await client.query('UPDATE hot_list SET blocks_of = NULL WHERE name = $1', [listName]);
}

const HEAD = 'NCIC LPR EXTRACT';
const plate = (number: number) => `ZZ${1000 + number}`;
// Few plates, so that rows often stand twice.
const plates = fc.nat(400).map(plate);
const row = fc.oneof(
  { weight: 20, arbitrary: plates.map((one) => ncicRecord('V', one)) },
  { weight: 2, arbitrary: plates.map((one) => ncicRecord('X', one)) },
  { weight: 1, arbitrary: plates.map((one) => ncicRecord('N', one)) },
  fc.constantFrom(ncicRecord('V', 'TEMP'), 'of no layout', ''),
);
const edit = fc.record({ at: fc.nat(2_000), remove: fc.nat(3), put: fc.array(row, { maxLength: 3 }) });
const step = fc.record({
  edits: fc.array(edit, { maxLength: 6 }),
  rulesRevision: fc.constantFrom('r1', 'r1', 'r1', 'r2'),
  /** Rows that come as a change between two files. */
  came: fc.option(fc.array(row, { minLength: 1, maxLength: 3 })),
});

describe('a whole list again is read only where it differs', () => {
  test('the list, its counts, and the rows set aside are those of a list that is read whole each time', async () => {
    let runs = 0;
    const first = fc.array(row, { minLength: 150, maxLength: 500, size: 'max' });
    await fc.assert(
      fc.asyncProperty(first, fc.array(step, { minLength: 1, maxLength: 4 }), async (start, steps) => {
        runs += 1;
        const [quick, whole] = [`quick-${runs}`, `whole-${runs}`];
        let rows = [HEAD, ...start];
        expect(await take(quick, rows)).toEqual(await take(whole, rows));
        for (const { edits, rulesRevision, came } of steps) {
          for (const { at, remove, put } of edits) rows.splice(1 + (at % rows.length), remove, ...put);
          for (const listName of came === null ? [] : [quick, whole]) {
            const change = { layout: 'ncic', removed: null, rulesRevision: 'r1' } as const;
            const added = chunked(textOf([HEAD, ...(came as Rows)]));
            await importChanges(client, { ...change, listName, added }).catch(() => undefined);
          }
          await forget(whole);
          expect(await take(quick, rows, { rulesRevision })).toEqual(
            await take(whole, rows, { rulesRevision }),
          );
          expect(await rememberedOf(client, quick)).toEqual(await rememberedOf(client, whole));
        }
        rows = [];
      }),
      { numRuns: 8 },
    );
  }, 300_000);

  test('parts of the file that stand in it several times, or move, or come again in parts, are counted as often as they stand', async () => {
    const part = (number: number) =>
      Array.from({ length: 260 }, (_, i) => ncicRecord('V', plate(number * 260 + i)));
    const parts = [0, 1, 2].map(part);
    const use = fc.tuple(fc.nat(2), fc.constantFrom(0, 0, 90), fc.constantFrom(260, 260, 170));
    const version = fc.array(use, { minLength: 1, maxLength: 5 });
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(version, { minLength: 2, maxLength: 4 }), async (versions) => {
        runs += 1;
        const [quick, whole] = [`quick-parts-${runs}`, `whole-parts-${runs}`];
        for (const uses of versions) {
          const rows = uses.flatMap(([number, from, to]) => (parts[number] as Rows).slice(from, to));
          expect(await take(quick, [HEAD, ...rows])).toEqual(await take(whole, [HEAD, ...rows]));
          expect(await rememberedOf(client, quick)).toEqual(await rememberedOf(client, whole));
          await forget(whole);
        }
      }),
      { numRuns: 12 },
    );
  }, 300_000);

  test('pieces that did not change keep their place, also behind a row that was put in', async () => {
    const rows = Array.from({ length: 12_000 }, (_, i) => `${plate(i * 71)},CO,stolen vehicle`);
    const csv = { layout: 'csv' } as const;
    await take('steady-pieces', ['plate,state,note', ...rows], csv);
    const before = new Set((await piecesOf(client, 'steady-pieces')).map(({ number }) => number));
    expect(before.size).toBeGreaterThan(30);
    rows.splice(4_000, 0, 'ZZNEW1,CO,stolen vehicle');
    rows.splice(8_000, 1);
    expect((await take('steady-pieces', ['plate,state,note', ...rows], csv)).result).toMatchObject({
      added: 1,
      removed: 1,
      unchanged: 11_999,
    });
    const kept = (await piecesOf(client, 'steady-pieces')).filter(({ number }) => before.has(number));
    expect(kept.length).toBeGreaterThan(before.size - 5);
  });

  test('a file that is gone through in several batches: rows that move between them are neither lost nor doubled', async () => {
    const line = (i: number) => `${plate(i * 71)},CO,stolen vehicle ${'of no interest '.repeat(40)}`;
    const csv = { layout: 'csv' } as const;
    const rows = Array.from({ length: 30_000 }, (_, i) => line(i));
    const head = 'plate,state,note';
    expect(textOf(rows).length).toBeGreaterThan(2 * 8 * 2 ** 20);
    const before = new Set((await take('batches', [head, ...rows], csv)).entries.map(({ key }) => key));
    // From the beginning to the end, and the other way round; some change, one comes, one goes.
    rows.push(...rows.splice(100, 3_000));
    rows.unshift(...rows.splice(25_000, 2_000));
    for (let i = 0; i < rows.length; i += 500)
      rows[i] = (rows[i] as string).replace('stolen', 'later stolen');
    rows.splice(15_000, 0, line(70_000));
    rows.splice(10_250, 1);
    const after = await take('batches', [head, ...rows], csv);
    expect(after.result).toMatchObject({ taken: 30_000, added: 61, removed: 61, unchanged: 29_939 });
    expect(after.entries.filter(({ key }) => before.has(key))).toHaveLength(29_939);
    const { entries } = await take('batches-whole', [head, ...rows], csv);
    expect(after.entries).toEqual(entries);
    expect(await rememberedOf(client, 'batches')).toEqual(await rememberedOf(client, 'batches-whole'));
  }, 300_000);

  test('of a row that may not be stored nothing is remembered, not even a digest', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => ncicRecord(i % 5 === 0 ? 'N' : 'V', plate(i)));
    const { result } = await take('with-dropped', [HEAD, ...rows]);
    expect(result).toMatchObject({ taken: 480, dropped: 120 });
    const pieces = await piecesOf(client, 'with-dropped');
    expect(pieces.map(({ digest }) => digest)).toEqual(pieces.map(() => null));
    const blocks = pieces.flatMap((piece) => piece.blocks);
    const withDropped = blocks.filter(({ rows }) => rows.lines > rows.taken);
    expect(withDropped.length).toBeGreaterThan(40);
    for (const { digest } of withDropped) expect(digest).toBeNull();
    expect((await take('with-dropped', [HEAD, ...rows])).result).toEqual({
      ...result,
      added: 0,
      unchanged: 480,
    });
  });

  test('under another header, and under other rules, the same rows are judged again', async () => {
    const rows = Array.from({ length: 1_000 }, (_, i) => `${plate(i)},CO,gang member`);
    const csv = { layout: 'csv' } as const;
    const numbers = async () => (await piecesOf(client, 'by-header')).map(({ number }) => number);
    const one = await take('by-header', ['plate,state,note', ...rows], csv);
    expect(one.entries[0]).toMatchObject({ note: 'gang member' });
    const last = Math.max(...(await numbers()));
    const other = await take('by-header', ['plate,state,type', ...rows], csv);
    expect(other.result).toMatchObject({ taken: 0, restricted: 1_000, removed: 1_000 });
    const next = Math.max(...(await numbers()));
    expect(Math.min(...(await numbers()))).toBeGreaterThan(last);
    const again = await take('by-header', ['plate,state,type', ...rows], { ...csv, rulesRevision: 'r2' });
    expect(again.entries).toEqual(other.entries);
    expect(Math.min(...(await numbers()))).toBeGreaterThan(next);
  });
});
