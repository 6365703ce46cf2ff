/** A vendor's export is taken as it is: its own columns, and times by the clocks of its zone. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { ingestReads } from '../../../gateway/reads/ingest-reads.ts';
import { clockOf, zonedTime } from '../../../gateway/reads/local-time.ts';
import { parseMapping, type ReadMap, readMapFile } from '../../../gateway/reads/read-map.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';

const DENVER = clockOf('America/Denver');

describe('a time without an offset', () => {
  test.each([
    ['2026-06-01T08:00:00', '2026-06-01T14:00:00.000Z'],
    ['2026-12-01 08:00', '2026-12-01T15:00:00.000Z'],
    ['6/1/2026 8:00:05 PM', '2026-06-02T02:00:05.000Z'],
    ['12/1/2026, 12:30 AM', '2026-12-01T07:30:00.000Z'],
    ['2026-06-01T08:00:00Z', '2026-06-01T08:00:00Z'],
    ['2026-06-01T08:00:00-05:00', '2026-06-01T08:00:00-05:00'],
  ])('%s is the moment that the clocks of the zone showed', (text, time) => {
    expect(zonedTime(text, DENVER)).toEqual({ time });
  });

  test.each([
    ['2026-11-01T01:30:00', /showed twice/],
    ['2026-03-08T02:30:00', /never showed/],
    ['2026-13-01T02:30:00', /not a time/],
    ['2026-02-30T02:30:00', /never showed|not a time/],
  ])('%s tells no moment', (text, fault) => {
    expect(zonedTime(text, DENVER)).toEqual({ fault: expect.stringMatching(fault) });
  });

  test('of a zone half an hour off is found too', () => {
    expect(zonedTime('2026-06-01T08:00:00', clockOf('Asia/Kolkata'))).toEqual({
      time: '2026-06-01T02:30:00.000Z',
    });
    expect(() => clockOf('Denver')).toThrow('America/Denver');
  });
});

describe('a map', () => {
  let directory: string;
  let databases: TestDatabases;
  beforeAll(async () => {
    [directory, databases] = await Promise.all([mkdtemp(join(tmpdir(), 'read-map-')), createTestDatabases()]);
  });
  afterAll(async () => {
    await databases.drop();
    await rm(directory, { recursive: true });
  });

  const NOW = Date.parse('2026-11-02T00:00:00Z');
  const MAP: ReadMap = {
    columns: { plate: 'License Plate', capturedAt: 'Time', cameraId: 'Camera' },
    zone: 'America/Denver',
  };
  const ingest = async (name: string, content: string, map: ReadMap = MAP) => {
    const file = join(directory, name);
    await writeFile(file, content);
    return ingestReads({ ownerUrl: databases.readsOwnerUrl, file, now: NOW, retentionDays: 30, map });
  };
  const reads = async () => {
    const client = new pg.Client(databases.readsOwnerUrl);
    await client.connect();
    const { rows } = await client
      .query('SELECT plate, camera_id AS camera, captured_at AS at FROM read ORDER BY plate')
      .finally(() => client.end());
    return rows.map(({ at, ...read }) => ({ ...read, at: at.toISOString() }));
  };

  test('takes CSV with other names, leaves the rest out, and sets aside what tells no moment', async () => {
    const csv = [
      'License Plate,Time,Camera,Operator',
      'MAP001,10/31/2026 8:00:00 AM,North,Somebody',
      'MAP002,11/1/2026 1:30:00 AM,North,Somebody',
    ].join('\n');
    const { setAside, setAsideFile, taken } = await ingest('export.csv', csv);
    expect([taken, setAside]).toEqual([1, 1]);
    expect(await readFile(setAsideFile as string, 'utf8')).toContain('showed twice');
    expect(await reads()).toEqual([{ plate: 'MAP001', camera: 'North', at: '2026-10-31T14:00:00.000Z' }]);
  });

  test('takes NDJSON with other names as well', async () => {
    const line = {
      'License Plate': 'MAP003',
      Time: '2026-10-31 09:00:00',
      Camera: 'South',
      more: { than: 'enough' },
    };
    expect(await ingest('export.ndjson', JSON.stringify(line))).toMatchObject({ taken: 1, setAside: 0 });
    expect(await reads()).toContainEqual({
      plate: 'MAP003',
      camera: 'South',
      at: '2026-10-31T15:00:00.000Z',
    });
  });

  test('that names a column which the file has not is refused before anything is taken', async () => {
    await expect(ingest('other.csv', 'Plate,Time,Camera\n')).rejects.toThrow('`License Plate`');
  });

  test.each([
    ['{"columns": {"plates": "x"}}', 'a read has no `plates`'],
    ['{"columns": ["x"]}', 'a read has no `0`'],
    ['{"zone": "America/Denver"}', 'which columns there are'],
    ['{"columns": {}, "more": 1}', 'unknown member `more`'],
    ['no json', 'is not JSON'],
  ])('in a file such as %s is refused, with its form', async (text, words) => {
    const file = join(directory, 'map.json');
    await writeFile(file, text);
    await expect(readMapFile(file)).rejects.toThrow(words);
  });

  test('is typed as member and column', () => {
    expect(parseMapping('plate=License Plate')).toEqual(['plate', 'License Plate']);
    expect(() => parseMapping('License Plate')).toThrow('plate="License Plate"');
    expect(() => parseMapping('number=x')).toThrow('a read has no `number`');
  });
});
