/** Samples of every record letter and every list type: what is taken, what is kept in the house, what is nowhere. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ccicSample, ncicSample } from '../lists/sample-lists.ts';
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

describe('importing samples of hot lists', () => {
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
        // With its digits: three letters stand in a hash now and then.
        `SELECT count(*) AS found FROM ${name} t WHERE t::text ~ 'ZZN[0-9]{3}'`,
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
    expect(rows[0].owner_detail).not.toMatch(/ZZ[A-Z]\d{3}/);
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
