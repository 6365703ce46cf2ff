import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { importCommand, SAMPLES } from '../../../../gateway/hot-lists/import/import-command.ts';
import { LAYOUTS } from '../../../../gateway/hot-lists/lists/layout.ts';
import {
  createSharingFixture,
  PARTNER,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { ncicRecord, ncicSample } from '../lists/sample-lists.ts';

let fixture: SharingFixture;
let directory: string;

beforeAll(async () => {
  fixture = await createSharingFixture();
  directory = await mkdtemp(join(tmpdir(), 'hot-list-command-'));
  process.env.OWNER_DATABASE_URL = fixture.databases.gatewayOwnerUrl;
  process.env.OWNER_READS_DATABASE_URL = fixture.databases.readsOwnerUrl;
});

afterAll(async () => {
  delete process.env.OWNER_DATABASE_URL;
  delete process.env.OWNER_READS_DATABASE_URL;
  await rm(directory, { recursive: true });
  await fixture.close();
});

/** The last line of standard output, parsed. */
async function run(
  name: string,
  content: string | Buffer,
  ...options: string[]
): Promise<Record<string, unknown>> {
  const path = join(directory, name);
  await writeFile(path, content);
  const lines: string[] = [];
  const write = jest
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    await importCommand().parseAsync([path, ...options, '--json'], { from: 'user' });
  } finally {
    write.mockRestore();
  }
  return JSON.parse(lines.join('').trim().split('\n').at(-1) as string);
}

describe('hot-list import', () => {
  test.each(LAYOUTS)('explains %s by a sample that it takes', async (layout) => {
    let help = '';
    importCommand()
      .configureOutput({ writeOut: (text) => (help += text) })
      .outputHelp();
    const [line] = SAMPLES[layout].split('\n');
    expect(help).toContain(`  ${layout} `);
    expect(help).toContain(`| ${line}\n`);
    const taken = await run(
      `sample.${layout}`,
      SAMPLES[layout],
      '--layout',
      layout,
      '--list',
      `sample-${layout}`,
    );
    expect(taken).toMatchObject({ added: 1, setAside: 0, dropped: 0 });
  });

  test('refuses another purpose than the one with which the list was made', async () => {
    const given = ['plate,type\nZZP1,Stolen Vehicle\n', '--layout', 'csv', '--list', 'purposeless'] as const;
    await run('purposeless.csv', ...given);
    await expect(run('purposeless.csv', ...given, '--purpose', 'stolen_vehicle')).rejects.toThrow(
      '`purposeless` was made without a purpose and stays with the owner',
    );
  });

  test('leaves nothing beside a list of which nothing was taken', async () => {
    const rows = 'plate,type\nZZP1,Stolen Vehicle\nZZP2,Stolen Vehicle\nZZP3,Stolen Vehicle\n';
    await run('shrinks.csv', rows, '--layout', 'csv', '--list', 'shrinks');
    await expect(
      run('shrinks.csv', 'plate,type\n"ZZP1,x\n', '--layout', 'csv', '--list', 'shrinks'),
    ).rejects.toThrow();
    expect(existsSync(join(directory, 'shrinks.csv.set-aside.ndjson'))).toBe(false);
  });

  test("--agency makes the list that agency's, and no other agency's afterwards", async () => {
    const file = ['partner.csv', 'plate,type\nZZP1,Stolen Vehicle\n', '--layout', 'csv', '--list'] as const;
    expect(await run(...file, 'of-partner', '--agency', PARTNER)).toMatchObject({ added: 1 });
    const { rows } = await fixture.ownerPool.query(
      `SELECT ori FROM hot_list l JOIN agency a ON a.id = l.agency_id WHERE l.name = 'of-partner'`,
    );
    expect(rows).toEqual([{ ori: PARTNER }]);
    expect(await run(...file, 'of-partner')).toMatchObject({ unchanged: 1 });
    expect(await run(...file, 'of-owner')).toMatchObject({ added: 1 });
    await expect(run(...file, 'of-owner', '--agency', PARTNER)).rejects.toThrow('is not of this agency');
    await expect(run(...file, 'new', '--agency', 'CO9999999')).rejects.toThrow('no agency has the ORI');
  });

  test('makes a new list, prints exact counts, and names set-aside rows by line and reason only', async () => {
    const result = await run('ncic.txt', ncicSample(), '--layout', 'ncic', '--list', 'ncic');
    expect(result).toMatchObject({
      taken: 8,
      added: 8,
      removed: 0,
      unchanged: 0,
      setAside: 3,
      dropped: 2,
      refused: 0,
      restricted: 5,
    });
    const aside = await readFile(result.setAsideFile as string, 'utf8');
    expect(
      aside
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { line: 15, reason: 'stolen_boat' },
      { line: 18, reason: 'placeholder_plate' },
      { line: 19, reason: 'unknown_record_letter' },
    ]);
  });

  test('takes gzip, and a change alone', async () => {
    const rows = (...plates: string[]) =>
      `HEADER\n${plates.map((plate) => ncicRecord('V', plate)).join('\n')}\n`;
    const list = ['--layout', 'ncic', '--list', 'small'];
    expect(await run('small.gz', gzipSync(rows('ZZS1', 'ZZS2')), ...list)).toMatchObject({ added: 2 });
    const went = join(directory, 'went.txt');
    await writeFile(went, rows('ZZS1'));
    expect(await run('came.txt', rows('ZZS3'), ...list, '--removed', went)).toMatchObject({
      added: 1,
      removed: 1,
    });
  });

  test('a bad file fails, with line and reason', async () => {
    const bad = run('bad.txt', 'plate,state\nZZT1,CO\nZZT2,CO\n', '--layout', 'ncic', '--list', 'small');
    await expect(bad).rejects.toThrow('line 2: `not_an_ncic_record`');
  });

  test('a purpose that is not approved is refused before anything is read', async () => {
    const command = importCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => undefined });
    const arguments_ = [
      join(directory, 'ncic.txt'),
      '--layout',
      'ncic',
      '--list',
      'x',
      '--purpose',
      'parking',
    ];
    await expect(command.parseAsync(arguments_, { from: 'user' })).rejects.toThrow('not an approved purpose');
  });
});
