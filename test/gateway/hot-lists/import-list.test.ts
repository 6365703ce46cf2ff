import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { connectionSettings } from '../../../gateway/database/db.ts';
import { importChanges } from '../../../gateway/hot-lists/import-changes.ts';
import { type ImportOrder, type ImportResult, importList } from '../../../gateway/hot-lists/import-list.ts';
import type { Layout } from '../../../gateway/hot-lists/read-list.ts';
import { createTestRegistry, type TestRegistry } from '../../setup/test-registry.ts';
import { ccicSample, chunked, ncicRecord, ncicSample } from './sample-lists.ts';

let registry: TestRegistry;
let client: pg.Client;

beforeAll(async () => {
  registry = await createTestRegistry();
  // As the gateway's own role: a job has no more than that.
  client = new pg.Client(connectionSettings(registry.gatewayUrl, { applicationName: 'test' }));
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await registry.close();
});

function take(
  listName: string,
  text: string | Buffer,
  layout: Layout = 'ncic',
  more: Partial<ImportOrder> = {},
): Promise<ImportResult> {
  return importList(client, { listName, layout, source: chunked(text), rulesRevision: 'r1', ...more });
}

async function plates(listName: string): Promise<string[]> {
  const { rows } = await client.query(
    'SELECT plate FROM hot_list_entry e JOIN hot_list l ON l.id = e.list_id WHERE l.name = $1 ORDER BY plate',
    [listName],
  );
  return rows.map(({ plate }) => plate);
}

const ncic = (...rows: string[]) => `HEADER\n${rows.join('\n')}\n`;

describe('importing a hot list', () => {
  test('an NCIC extract with every record letter: exact counts', async () => {
    expect(await take('ncic', ncicSample())).toEqual({
      taken: 8,
      added: 8,
      removed: 0,
      unchanged: 0,
      setAside: 3,
      dropped: 2,
      refused: 0,
      restricted: 5,
    });
  });

  test('no row of the Immigration Violator File is anywhere in the database', async () => {
    const { rows: tables } = await registry.ownerPool.query(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    expect(tables.length).toBeGreaterThan(10);
    for (const { name } of tables) {
      const { rows } = await registry.ownerPool.query(
        `SELECT count(*) AS found FROM ${name} t WHERE t::text LIKE '%ZZN%'`,
      );
      expect({ name, ...rows[0] }).toEqual({ name, found: 0 });
    }
    expect(await plates('ncic')).toContain('ZZV100');
    expect(await plates('ncic')).not.toContain('ZZW900');
  });

  test("Colorado's extract with all ten types: exact counts", async () => {
    expect(await take('ccic', ccicSample(), 'ccic')).toEqual({
      taken: 9,
      added: 9,
      removed: 0,
      unchanged: 0,
      setAside: 1,
      dropped: 0,
      refused: 0,
      restricted: 1,
    });
  });

  test('the import is in the log, and its detail names lines and reasons, never a row', async () => {
    const { rows } = await registry.ownerPool.query(
      `SELECT owner_detail FROM audit_detail WHERE kind = 'hot_list_sync' ORDER BY index LIMIT 1`,
    );
    const detail = JSON.parse(rows[0].owner_detail);
    expect(detail).toMatchObject({ direction: 'in', name: 'ncic', counts: { taken: 8, dropped: 2 } });
    expect(detail.aside).toEqual([
      { line: 15, reason: 'stolen_boat' },
      { line: 18, reason: 'placeholder_plate' },
      { line: 19, reason: 'unknown_record_letter' },
    ]);
    expect(rows[0].owner_detail).not.toMatch(/ZZ[A-Z]\d/);
  });

  test('the same version again changes nothing and writes no entry', async () => {
    const before = (await registry.entries()).length;
    expect(await take('ncic', ncicSample())).toMatchObject({ taken: 8, added: 0, removed: 0, unchanged: 8 });
    expect(await registry.entries()).toHaveLength(before);
  });

  test('the same version under other rules is judged again', async () => {
    const before = (await registry.entries()).length;
    await take('ncic', ncicSample(), 'ncic', { rulesRevision: 'r2' });
    expect(await registry.entries()).toHaveLength(before + 1);
  });

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

  test.each([
    ['state-expired-tags', 'refused'],
    ['suspended licences', 'refused'],
    ['HOA gate', 'refused'],
    ['ice-detainers', 'dropped'],
  ])('a list named `%s` is not made: its rows are %s', async (name, fate) => {
    const result = await take(name, 'plate\nZZP1\nZZP2\n', 'csv');
    expect(result).toMatchObject({ taken: 0, added: 0, [fate]: 2 });
    const { rows } = await client.query('SELECT 1 FROM hot_list WHERE name = $1', [name]);
    expect(rows).toHaveLength(0);
  });

  test('a list named after a restricted file is for the owner only', async () => {
    expect(await take('gang-file', 'plate\nZZG1\n', 'csv')).toMatchObject({ taken: 0, restricted: 1 });
    const { rows } = await client.query(`SELECT restricted FROM hot_list_entry WHERE plate = 'ZZG1'`);
    expect(rows).toEqual([{ restricted: true }]);
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

  const vectors = process.env.CONFORMANCE_VECTORS;
  (vectors === undefined ? test.skip : test)('a real published list of stolen vehicles, whole', async () => {
    const text = readFileSync(join(vectors as string, 'hot-lists/nz-police-2011.csv'));
    const result = await take('stolen-nz', text, 'csv');
    expect(result).toMatchObject({
      taken: 3635,
      added: 3632,
      setAside: 0,
      dropped: 0,
      refused: 0,
      restricted: 0,
    });
  });
});
