/** Whatever a list was before, its next version leaves what a new list of the same file has. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { importChanges } from '../../../../gateway/hot-lists/import/import-changes.ts';
import type { SetAside } from '../../../../gateway/hot-lists/lists/row-counts.ts';
import { chunked, ncicRecord } from '../lists/sample-lists.ts';
import { type Imports, startImports } from './import-fixture.ts';

let imports: Imports;

beforeAll(async () => {
  imports = await startImports();
});

afterAll(() => imports.close());

const HEAD = 'NCIC LPR EXTRACT';
const textOf = (rows: readonly string[]) => [HEAD, ...rows].map((row) => `${row}\n`).join('');

/** Everything that can be told of a list after an import, except the places of its entries. */
async function take(listName: string, rows: readonly string[], rulesRevision = 'r1') {
  const aside: SetAside[] = [];
  const { added, removed, unchanged, ...counts } = await imports.take(listName, textOf(rows), 'ncic', {
    rulesRevision,
    allowShrink: true,
    source: chunked(textOf(rows), 5_000),
    onSetAside: (one) => aside.push(one),
  });
  const { rows: entries } = await imports.client.query(
    `SELECT key, plate, plate_state, e.kind, e.restricted, note FROM hot_list_entry e
     JOIN hot_list l ON l.id = e.list_id WHERE name = $1 ORDER BY key`,
    [listName],
  );
  const { rows: lists } = await imports.client.query(
    'SELECT entries, restricted, counts, version FROM hot_list WHERE name = $1',
    [listName],
  );
  return { change: { added, removed, unchanged }, left: { counts, aside, entries, list: lists[0] } };
}

type Entry = { readonly key: string; readonly restricted: boolean };

function changeBetween(before: readonly Entry[], after: readonly Entry[], taken: number) {
  const keysOf = (entries: readonly Entry[]) => new Set(entries.map(({ key }) => key));
  const [old, now] = [keysOf(before), keysOf(after)];
  const added = after.filter(({ key, restricted }) => !restricted && !old.has(key)).length;
  const removed = before.filter(({ key, restricted }) => !restricted && !now.has(key)).length;
  return { added, removed, unchanged: taken - added };
}

// Few plates, so that rows often stand twice.
const plates = fc.nat(400).map((number) => `ZZ${1000 + number}`);
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

test('the entries, the counts and the rows set aside are those of a new list, and the change is exact', async () => {
  let lists = 0;
  const nextList = () => {
    lists += 1;
    return `list-${lists}`;
  };
  const first = fc.array(row, { minLength: 150, maxLength: 500, size: 'max' });
  await fc.assert(
    fc.asyncProperty(first, fc.array(step, { minLength: 1, maxLength: 4 }), async (rows, steps) => {
      const listName = nextList();
      let before = (await take(listName, rows)).left.entries;
      for (const { edits, rulesRevision, came } of steps) {
        for (const { at, remove, put } of edits) rows.splice(at % (rows.length + 1), remove, ...put);
        if (came !== null) {
          const change = { listName, layout: 'ncic', removed: null, rulesRevision } as const;
          await importChanges(imports.client, { ...change, added: chunked(textOf(came)) }).catch(
            () => undefined,
          );
          const { rows: entries } = await imports.client.query(
            'SELECT key, e.restricted FROM hot_list_entry e JOIN hot_list l ON l.id = e.list_id WHERE name = $1',
            [listName],
          );
          before = entries;
        }
        const { change, left } = await take(listName, rows, rulesRevision);
        expect(left).toEqual((await take(nextList(), rows, rulesRevision)).left);
        expect(change).toEqual(changeBetween(before, left.entries, left.counts.taken));
        before = left.entries;
      }
    }),
    { numRuns: 8 },
  );
}, 300_000);
