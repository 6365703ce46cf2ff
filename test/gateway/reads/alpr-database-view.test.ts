/** Reads that stay in ALPR-Database: found through the view alone, by a log-in that sees nothing else. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { checkPrivileges } from '../../../gateway/database/privileges/check-privileges.ts';
import { READS_PRIVILEGES } from '../../../gateway/database/privileges/reads-privileges.ts';
import { findNewReads } from '../../../gateway/reads/new-reads-store.ts';
import { connectReads, findReads, type ReadsQuery } from '../../../gateway/reads/reads-store.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';
import { HOUR } from './reads-fixture.ts';

/** As that application's schema and migrations make the table: restated, without its indices and its other tables. */
const PLATE_READS = `
  CREATE TABLE plate_reads (
    id serial PRIMARY KEY,
    plate_number varchar(10) NOT NULL,
    image_data text, image_path varchar(255), thumbnail_path varchar(255),
    "timestamp" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    camera_name varchar(30), bi_path varchar(100), plate_annotation varchar(255), crop_coordinates int[],
    ocr_annotation jsonb, confidence decimal, bi_zone varchar(30), validated boolean DEFAULT false
  )`;

let databases: TestDatabases;
let owner: pg.Client;
let reads: pg.Pool;
const now = Date.now();

beforeAll(async () => {
  databases = await createTestDatabases();
  owner = new pg.Client(databases.readsOwnerUrl);
  await owner.connect();
  // A database that has never seen ours.
  await owner.query('DROP VIEW shared_read; DROP TABLE read, retention_class, set_aside_read');
  await owner.query(PLATE_READS);
  await owner.query(
    `INSERT INTO plate_reads (plate_number, "timestamp", camera_name, confidence) VALUES
       ('ABC-123', $1, 'Gate', 0.93), ('abc 123', $2, NULL, 87), ('A8C123', $1, 'Gate', NULL), ('AB?123', $1, 'Gate', 0.5),
       ('ABC123', now() - interval '31 days', 'Gate', 0.9)`,
    [new Date(now - HOUR), new Date(now - 2 * HOUR)],
  );
  const file = new URL('../../../gateway/reads/views/alpr-database.sql', import.meta.url);
  await owner.query(await readFile(file, 'utf8'));
  // It can be run again, after an update of that application.
  await owner.query(await readFile(file, 'utf8'));
  reads = connectReads(databases.readsUrl);
});
afterAll(async () => {
  await reads.end();
  await owner.end();
  await databases.drop();
});

async function find(query: Partial<ReadsQuery>) {
  const asked = { from: now - 40 * 24 * HOUR, to: now, limit: 10, ...query };
  const [found] = await findReads(reads, [asked]);
  return JSON.parse((found as { text: string }).text) as Record<string, unknown>[];
}

describe('the view over ALPR-Database', () => {
  test('finds a plate however it is written there, newest first, and nothing older than thirty days', async () => {
    const found = await find({ plate: { number: 'ABC123', match: 'exact' } });
    expect(found).toEqual([
      expect.objectContaining({
        plate: 'ABC123',
        confidence: 0.93,
        camera: expect.objectContaining({ id: 'Gate' }),
      }),
      expect.objectContaining({
        plate: 'ABC123',
        confidence: 0.87,
        camera: expect.objectContaining({ id: 'unknown' }),
      }),
    ]);
  });

  test('finds plates that look alike, by the same key as our own store', async () => {
    const found = await find({ plate: { number: 'ABC123', match: 'lookalike' } });
    expect(found.map(({ plate }) => plate)).toEqual(expect.arrayContaining(['A8C123', 'ABC123', 'ABC123']));
    expect(found).toHaveLength(3);
  });

  test('finds what a camera saw, without a plate that holds other characters', async () => {
    const found = await find({ area: { cameras: ['Gate'] } });
    expect(found.map(({ plate }) => plate).sort()).toEqual(['A8C123', 'ABC123']);
  });

  test('tells the matching of hot lists of new reads', async () => {
    const plates: string[] = [];
    for await (const page of findNewReads(reads, new Date(now - HOUR).toISOString(), 2)) {
      plates.push(...page.map(({ plate }) => plate));
    }
    expect(plates.sort()).toEqual(['A8C123', 'ABC123', 'ABC123']);
  });

  test('gives each read an id that stays', async () => {
    const ids = async () =>
      (await find({ plate: { number: 'ABC123', match: 'exact' } })).map(({ readId }) => readId);
    expect(new Set(await ids()).size).toBe(2);
    expect(await ids()).toEqual(await ids());
  });

  test('is all that the gateway’s log-in may see', async () => {
    await expect(checkPrivileges(reads, READS_PRIVILEGES)).resolves.toBeUndefined();
    await expect(reads.query('SELECT * FROM plate_reads')).rejects.toThrow('permission denied');
  });
});
