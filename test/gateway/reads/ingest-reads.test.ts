/** Files of reads on their way into the store: nothing is lost, nothing is doubled, nothing faulty gets in. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type IngestProgress, ingestReads } from '../../../gateway/reads/ingest-reads.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';
import { HOUR, MINUTE } from './reads-fixture.ts';

const now = Date.now();
const at = (time: number) => new Date(time).toISOString();

let databases: TestDatabases;
let owner: pg.Client;
let directory: string;

beforeAll(async () => {
  databases = await createTestDatabases();
  owner = new pg.Client(databases.readsOwnerUrl);
  await owner.connect();
  directory = await mkdtemp(join(tmpdir(), 'ingest-test-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
  await owner.end();
  await databases.drop();
});

/** From another process, so that this one does not go on before the session has ended. */
function endSessionOfIngest(): void {
  const program = `
    import pg from 'pg';
    const client = new pg.Client(process.argv[1]);
    await client.connect();
    await client.query(\`SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity
      WHERE application_name = 'gateway-ingest' AND datname = current_database()\`);
    await client.end();`;
  execFileSync(process.execPath, ['--input-type=module', '-e', program, databases.readsOwnerUrl], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
}

let files = 0;
async function ingest(
  content: string | Buffer,
  extension = 'ndjson',
  onProgress?: (at: IngestProgress) => void,
) {
  const file = join(directory, `reads-${files++}.${extension}`);
  await writeFile(file, content);
  const order = { ownerUrl: databases.readsOwnerUrl, file, now, retentionDays: 30 };
  const result = await ingestReads(onProgress ? { ...order, onProgress } : order);
  const aside = result.setAsideFile ? (await readFile(result.setAsideFile, 'utf8')).trim().split('\n') : [];
  return { ...result, aside: aside.map((line) => JSON.parse(line)), file };
}

async function stored(prefix: string): Promise<string[]> {
  const { rows } = await owner.query('SELECT plate FROM read WHERE starts_with(plate, $1) ORDER BY plate', [
    prefix,
  ]);
  return rows.map(({ plate }) => plate);
}

const json = (plate: unknown, more: object = {}) =>
  JSON.stringify({ capturedAt: at(now - HOUR), plate, cameraId: 'CAM-1', ...more });

describe('ingest', () => {
  test('fails where its connection is lost, instead of ending the process', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => json(`LOST${i}`));
    let ended = false;
    const lost = ingest(rows.join('\n'), 'ndjson', () => {
      if (!ended) endSessionOfIngest();
      ended = true;
    });
    await expect(lost).rejects.toThrow(/connection|terminat/i);
    expect((await stored('LOST')).length).toBeLessThan(rows.length);
  });

  test('takes good rows, and sets faulty ones aside with line, reason and the row as it stands', async () => {
    const rows = [
      json('NDA1'),
      '{"plate": "NDA2"',
      '',
      json('NDA*'),
      json('NDA3', { capturedAt: at(now - 30 * DAY - MINUTE) }),
      json('NDA4', { capturedAt: at(now + 6 * MINUTE) }),
      json('NDA5', { speed: 70 }),
      json('NDA6', { lat: 39.8 }),
      json('NDA7', { confidence: 101 }),
      json('NDA8', { cameraName: 'a\u0000b' }),
      json('NDA9', { make: '\ud800' }),
      json(7),
      '["NDB1"]',
      `{"capturedAt":"${at(now)}","plate":"NDB2","plate":"NDB3","cameraId":"CAM-1"}`,
      json('NDB4', { capturedAt: '2026-02-30T00:00:00Z' }),
      json('NDB5', { capturedAt: at(now).replace('Z', '') }),
      json('ND B-6'),
      json('NDB7', { sourceType: 'fixed_camera' }),
    ];
    const result = await ingest(rows.join('\r\n'));
    expect(result).toMatchObject({ taken: 2, known: 0, setAside: 15 });
    expect(await stored('ND')).toEqual(['NDA1', 'NDB6']);
    expect(result.aside.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'the line is not JSON in UTF-8, or a key stands twice in it'],
      [4, '/plate holds other characters than letters and digits'],
      [5, '/capturedAt is older than 30 days (Policy 420.7)'],
      [6, '/capturedAt lies more than 5 minutes in the future'],
      [7, 'the read has an unknown field `speed`'],
      [8, expect.stringContaining('lon')],
      [9, '/confidence must be <= 100'],
      [10, 'the line is not JSON in UTF-8, or a key stands twice in it'],
      [11, 'the line is not JSON in UTF-8, or a key stands twice in it'],
      [12, '/plate must be string'],
      [13, 'the read must be object'],
      [14, 'the line is not JSON in UTF-8, or a key stands twice in it'],
      [15, expect.stringContaining('/capturedAt')],
      [16, expect.stringContaining('/capturedAt')],
      [18, '/sourceType must be one of: fixed, mobile, uas'],
    ]);
    for (const { line, text } of result.aside) expect(text).toBe(rows[line - 1]);
  });

  test('takes CSV with byte order mark, CRLF, quotes, empty fields and any order of columns', async () => {
    const { taken, setAside } = await ingest(
      `\uFEFFplate,cameraId,capturedAt,cameraName,lat,lon,confidence,sourceType\r\n` +
        `CSV1,CAM-1,${at(now - HOUR)},"Quebec, ""north""",39.80,-1.0493e2,0.5,fixed\r\n` +
        `CSV2,CAM-1,${at(now - HOUR)},"two\r\nlines",,,,\r\n\r\n` +
        `"CSV3","CAM-1","${at(now - HOUR)}","","","","","uas"`,
      'csv',
    );
    expect({ taken, setAside }).toEqual({ taken: 3, setAside: 0 });
    const { rows } = await owner.query(
      `SELECT plate, camera_name, lat::float, lon::float, source_type FROM read WHERE starts_with(plate, 'CSV') ORDER BY plate`,
    );
    expect(rows).toEqual([
      { plate: 'CSV1', camera_name: 'Quebec, "north"', lat: 39.8, lon: -104.93, source_type: 'fixed' },
      { plate: 'CSV2', camera_name: 'two\nlines', lat: null, lon: null, source_type: null },
      { plate: 'CSV3', camera_name: 'CAM-1', lat: null, lon: null, source_type: 'uas' },
    ]);
  });

  test('loses no row after a stray quote, a missing column or a line that is not UTF-8', async () => {
    const good = (plate: string) => `${plate},CAM-1,${at(now - HOUR)},N`;
    const rows = [
      'plate,cameraId,capturedAt,direction',
      good('Q1'),
      `"Q2,CAM-1,${at(now - HOUR)},N`,
      ...Array.from({ length: 12 }, (_, i) => good(`Q3${i}`)),
      `Q4,CAM-1,${at(now - HOUR)}`,
      `Q5,CAM-1,${at(now - HOUR)},N"`,
      `Q6,CAM-1,${at(now - HOUR)},\xff`,
      good('Q7'),
    ];
    const result = await ingest(Buffer.from(rows.join('\n'), 'latin1'), 'csv');
    expect(result).toMatchObject({ taken: 14, setAside: 4 });
    expect(result.aside.map(({ line }) => line)).toEqual([3, 16, 17, 18]);
    expect(result.aside[3]).toMatchObject({ reason: 'the line is not UTF-8', base64: expect.any(String) });
    expect(await stored('Q')).toHaveLength(14);
  });

  test.each([
    ['unknown', 'plate,cameraId,capturedAt,velocity', 'names the unknown columns `velocity`'],
    ['missing', 'plate,cameraId', 'lacks the columns `capturedAt`'],
    ['repeated', 'plate,plate,cameraId,capturedAt', 'names columns twice: `plate`'],
  ])('refuses a file whose header has %s columns, and says which', async (_, header, message) => {
    await expect(ingest(`${header}\nX,Y,Z\n`, 'csv')).rejects.toThrow(message);
  });

  test('takes the same file twice without doubling a read', async () => {
    const rows = [json('TWICE1'), json('TWICE2'), json('TWICE1')].join('\n');
    expect(await ingest(rows)).toMatchObject({ taken: 3, known: 1, setAside: 0 });
    expect(await ingest(rows)).toMatchObject({ taken: 3, known: 3, setAside: 0 });
    expect(await stored('TWICE')).toEqual(['TWICE1', 'TWICE2']);
  });

  test('keeps reads that differ in anything as two', async () => {
    await ingest([json('DIFF1', { confidence: 0.9 }), json('DIFF1', { confidence: 0.8 })].join('\n'));
    expect(await stored('DIFF')).toEqual(['DIFF1', 'DIFF1']);
  });

  test('reports its progress to the last byte, and leaves no file where nothing is set aside', async () => {
    const seen: IngestProgress[] = [];
    const rows = Array.from({ length: 12_000 }, (_, i) => json(`PRG${i}`)).join('\n');
    const { taken, setAsideFile, file } = await ingest(rows, 'ndjson', (progress) => seen.push(progress));
    expect(taken).toBe(12_000);
    expect(setAsideFile).toBeNull();
    expect((await readdir(directory)).filter((name) => file.endsWith(name))).toHaveLength(1);
    expect(seen.map((progress) => progress.taken)).toEqual([5_000, 10_000, 12_000]);
    expect(seen.at(-1)).toMatchObject({ bytesRead: rows.length, bytesTotal: rows.length });
  });

  test('lets nobody but its owner read the rows set aside', async () => {
    const { setAsideFile } = await ingest('no');
    expect((await stat(setAsideFile ?? '')).mode & 0o777).toBe(0o600);
  });

  test('after a failure half way takes the rest, and each read once', async () => {
    const rows = Array.from({ length: 6_000 }, (_, i) => json(`HALF${i}`)).join('\n');
    const cut = (progress: IngestProgress) => {
      if (progress.taken === 5_000) throw new Error('the machine has failed');
    };
    await expect(ingest(rows, 'ndjson', cut)).rejects.toThrow('the machine has failed');
    expect(await stored('HALF')).toHaveLength(5_000);
    expect(await ingest(rows)).toMatchObject({ taken: 6_000, known: 5_000 });
    expect(await stored('HALF')).toHaveLength(6_000);
  });

  test("is not for the gateway's role", async () => {
    const file = join(directory, 'reader.ndjson');
    await writeFile(file, json('READER1'));
    const order = { ownerUrl: databases.readsUrl, file, now, retentionDays: 30 };
    await expect(ingestReads(order)).rejects.toThrow('permission denied');
    expect(await stored('READER')).toEqual([]);
  });
});
