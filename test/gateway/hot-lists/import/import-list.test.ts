/** Versions of a list, one after the other: each whole or not at all. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { connectionSettings } from '../../../../gateway/database/db.ts';
import { importChanges } from '../../../../gateway/hot-lists/import/import-changes.ts';
import { importList } from '../../../../gateway/hot-lists/import/import-list.ts';
import { chunked, ncicRecord } from '../lists/sample-lists.ts';
import { type Imports, startImports } from './import-fixture.ts';

let imports: Imports;
let registry: Imports['registry'];
let client: Imports['client'];
const take: Imports['take'] = (...asked) => imports.take(...asked);
const plates: Imports['plates'] = (name) => imports.plates(name);

beforeAll(async () => {
  imports = await startImports();
  ({ client, registry } = imports);
});
afterAll(() => imports.close());

const ncic = (...rows: string[]) => `HEADER\n${rows.join('\n')}\n`;

describe('importing a hot list', () => {
  test('a new version: what left is removed, what came is added, what stayed keeps its place', async () => {
    const version = (numbers: number[]) => ncic(...numbers.map((n) => ncicRecord('V', `ZZT${n}`)));
    await take('changing', version([1, 2, 3, 4]));
    const place = () =>
      client.query(`SELECT plate, position FROM hot_list_entry WHERE plate LIKE 'ZZT_' ORDER BY plate`);
    const before = (await place()).rows;
    expect(await take('changing', version([2, 3, 4, 5]))).toMatchObject({
      added: 1,
      removed: 1,
      unchanged: 3,
    });
    const after = (await place()).rows;
    expect(after.map(({ plate }) => plate)).toEqual(['ZZT2', 'ZZT3', 'ZZT4', 'ZZT5']);
    expect(after.slice(0, 3)).toEqual(before.slice(1));
    const { rows: removals } = await client.query('SELECT entry FROM hot_list_removal WHERE entry = $1', [
      before[0].position,
    ]);
    expect(removals).toHaveLength(1);
  });

  test('a row that stands in the file twice is one entry, and both are counted as taken', async () => {
    const row = ncicRecord('V', 'ZZD1');
    expect(await take('double', ncic(row, row))).toMatchObject({ taken: 2, added: 1, unchanged: 1 });
    expect(await plates('double')).toEqual(['ZZD1']);
  });

  test('a list that shrinks by more than its share stops and asks; a person may say yes', async () => {
    const version = (count: number) =>
      ncic(...Array.from({ length: count }, (_, n) => ncicRecord('V', `ZZS${100 + n}`)));
    await take('shrinking', version(100));
    await expect(take('shrinking', version(60))).rejects.toThrow('shrink from 100 to 60');
    expect(await plates('shrinking')).toHaveLength(100);
    const { rows } = await client.query(`SELECT asks FROM hot_list WHERE name = 'shrinking'`);
    expect(rows[0].asks).toMatch(/60/);
    expect(await take('shrinking', version(75))).toMatchObject({ removed: 25 });
    expect(await take('shrinking', version(10), 'ncic', { allowShrink: true })).toMatchObject({
      removed: 65,
    });
  });

  test('a bad file leaves the list in force and the log as they were', async () => {
    await take('steady', ncic(ncicRecord('V', 'ZZX1')));
    const before = (await registry.entries()).length;
    const bad = [`${ncic(ncicRecord('V', 'ZZX2'))}\u0000`, 'plate,state\nZZX3,CO\nZZX4,CO\n', ''];
    for (const text of bad) await expect(take('steady', text)).rejects.toThrow(/line \d/);
    expect(await plates('steady')).toEqual(['ZZX1']);
    expect(await registry.entries()).toHaveLength(before);
  });

  test('a source that breaks off in the middle changes nothing', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from(ncic(ncicRecord('V', 'ZZX9')));
      throw new Error('connection lost');
    }
    await expect(take('steady', '', 'ncic', { source: broken() })).rejects.toThrow('connection lost');
    expect(await plates('steady')).toEqual(['ZZX1']);
  });

  test('a change alone: rows that came and rows that went; once more changes nothing', async () => {
    const [one, two, three] = ['ZZM1', 'ZZM2', 'ZZM3'].map((plate) => ncicRecord('V', plate)) as [
      string,
      string,
      string,
    ];
    await take('by-change', ncic(one, two));
    const order = () => ({
      listName: 'by-change',
      layout: 'ncic' as const,
      added: chunked(ncic(three, ncicRecord('N', 'ZZM9'))),
      removed: chunked(ncic(one)),
      rulesRevision: 'r1',
    });
    expect(await importChanges(client, order())).toMatchObject({
      taken: 1,
      added: 1,
      removed: 1,
      dropped: 1,
    });
    expect(await plates('by-change')).toEqual(['ZZM2', 'ZZM3']);
    const before = (await registry.entries()).length;
    expect(await importChanges(client, order())).toMatchObject({ added: 0, removed: 0, unchanged: 1 });
    expect(await registry.entries()).toHaveLength(before);
    // The whole list once more finds the same entries.
    expect(await take('by-change', ncic(two, three))).toMatchObject({ added: 0, removed: 0, unchanged: 2 });
    await expect(importChanges(client, { ...order(), listName: 'never-there' })).rejects.toThrow(
      'import it whole first',
    );
  });

  test('two imports of one list at the same moment: one after the other, no entry lost or doubled', async () => {
    const other = new pg.Client(connectionSettings(registry.gatewayUrl, { applicationName: 'test' }));
    await other.connect();
    const text = ncic(ncicRecord('V', 'ZZB1'), ncicRecord('V', 'ZZB2'));
    const results = await Promise.all([
      take('both', text),
      importList(other, { listName: 'both', layout: 'ncic', source: chunked(text), rulesRevision: 'r1' }),
    ]);
    await other.end();
    expect(results.map(({ added }) => added).sort()).toEqual([0, 2]);
    expect(await plates('both')).toEqual(['ZZB1', 'ZZB2']);
  });
});
