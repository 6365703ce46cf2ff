/** The measurement itself: it takes any file, and a bar that is not met is seen. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../judge.ts';
import type { Row } from '../support/bench.ts';
import { describeRun } from './describe-run.ts';

let directory: string;
const dataDir = process.env.DATA_DIR;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'judge-'));
  process.env.DATA_DIR = join(directory, 'data');
});
afterAll(() => {
  if (dataDir === undefined) Reflect.deleteProperty(process.env, 'DATA_DIR');
  else process.env.DATA_DIR = dataDir;
  rmSync(directory, { recursive: true, force: true });
});

async function judge(content: string, against?: string): Promise<readonly Row[]> {
  const file = join(directory, 'reasons.jsonl');
  writeFileSync(file, content);
  const rows: Row[] = [];
  await run({ report: (row) => rows.push(row), seconds: undefined, file, against });
  return rows;
}

const line = (text: unknown, group?: unknown, verdict?: unknown) => JSON.stringify({ text, group, verdict });

describe('judging labelled reasons', () => {
  test('each line gets a decision, and the last line holds the shares and whether the bars are met', async () => {
    const rows = await judge(
      [
        line('stolen vehicle', 'vehicle-theft', 'permit'),
        line('ICE detainer', 'immigration', 'refuse'),
        line('investigation', 'vague', 'refuse'),
      ].join('\n'),
    );
    expect(rows.slice(0, 3).map(({ effect, asLabelled }) => [effect, asLabelled])).toEqual([
      ['permit', true],
      ['deny', true],
      ['deny', true],
    ]);
    expect(rows.at(-1)).toMatchObject({
      ...{ name: 'summary', lines: 3, unreadable: 0, met: true },
      ...{ prohibitedRefusedOrHeld: 1, immigrationRefusedOrHeld: 1, vagueAndTrainingRefused: 1 },
      ...{ honestPermittedOrHeld: 1, honestPermitted: 1, honestWronglyRefused: 0 },
    });
  });

  test.each([
    ['a prohibited reason that is permitted', line('burglary', 'personal', 'refuse')],
    ['an immigration reason that is permitted', line('burglary', 'immigration', 'refuse')],
    ['a vague reason that is permitted', line('burglary', 'vague', 'refuse')],
    ['an honest reason that is refused', line('investigation', 'property', 'permit')],
    ['a prohibited reason of an unknown group', line('burglary', 'gossip', 'refuse')],
  ])('%s is a bar not met', async (_, content) => {
    expect((await judge(content)).at(-1)).toMatchObject({ met: false });
  });

  test('every group is asked under a purpose that goes with its words', async () => {
    const rows = await judge(
      [
        line('stolen vehicle', 'vehicle-theft'),
        line('armed robbery', 'violent'),
        line('burglary', 'property'),
        line('felony warrant', 'warrant'),
        line('missing child', 'missing'),
        line('hit and run', 'criminal-traffic'),
        line('residential burglary, assist DEA', 'agency-assist'),
      ].join('\n'),
    );
    const purposes = rows.slice(0, 7).map(({ purpose }) => purpose);
    expect(purposes).toEqual([
      ...['stolen_vehicle', 'violent_crime', 'property_crime_felony', 'arrest_warrant'],
      ...['missing_endangered', 'hit_and_run', 'property_crime_felony'],
    ]);
  });

  test('CRLF, a byte-order mark, blank lines, blank texts, missing members, unknown groups and broken lines are taken', async () => {
    const rows = await judge(
      `\uFEFF${[
        line('', 'vague', 'refuse'),
        '',
        line(undefined, 'vague', 'refuse'),
        line('  \t ', 'vague', 'refuse'),
        line(459, 'property', 'permit'),
        line({ nested: true }, 'Criminal_Traffic', 'PERMIT'),
        line('burglary'),
        '{"text": "cut off',
        '[1]',
        'null',
        line('\u0000\uD800', null, 7),
      ].join('\r\n')}\r\n`,
    );
    expect(rows.at(-1)).toMatchObject({ lines: 10, unreadable: 3 });
    expect(rows.filter(({ unreadable }) => unreadable === 'not an object')).toHaveLength(2);
    const blank = rows.filter(({ group, text }) => group === 'vague' && String(text).trim() === '');
    expect(blank.map(({ effect }) => effect)).toEqual(['deny', 'deny', 'deny']);
    expect(rows.find(({ text }) => text === '459')).toMatchObject({ effect: 'review' });
  });

  test('a file with nothing in it meets every bar and says that it holds no line', async () => {
    expect(await judge('')).toEqual([expect.objectContaining({ lines: 0, honestWronglyRefused: null })]);
  });

  test('the words behind an answer stand beside it', async () => {
    const [row] = await judge(line('robbery, ICE detainer', 'immigration', 'refuse'));
    expect(row).toMatchObject({ effect: 'deny', found: expect.stringContaining('ice detainer') });
    const [framed] = await judge(line('stolen truck of Ice Age Beverage', 'vehicle-theft', 'permit'));
    expect(framed).toMatchObject({ effect: 'review', found: 'ice [name_or_place]' });
  });

  test('what is answered otherwise than before is named, what was loosened first', async () => {
    const before = join(directory, 'before.ndjson');
    const reason = { group: 'violent', verdict: 'permit', reasons: 'purpose_vague' };
    const rows = [
      { ...reason, text: 'investigation', effect: 'review', line: 1 },
      { ...reason, text: 'armed robbery', effect: 'deny', line: 2 },
      { ...reason, text: 'shooting', effect: 'permit', reasons: '', line: 3 },
    ];
    writeFileSync(before, rows.map((row) => JSON.stringify(row)).join('\n'));
    const content = rows.map(({ text, group }) => line(text, group, 'permit')).join('\n');
    const judged = await judge(content, before);
    expect(judged.filter(({ was }) => was !== undefined)).toEqual([
      expect.objectContaining({ text: 'armed robbery', was: 'deny (purpose_vague)', loosened: true }),
      expect.objectContaining({ text: 'investigation', was: 'review (purpose_vague)', loosened: false }),
    ]);
    expect(judged.at(-1)).toMatchObject({ name: 'summary', changed: 2, loosened: 1 });
    // The run before this one is its own, so nothing has changed.
    expect((await judge(content)).at(-1)).toMatchObject({ changed: 0, loosened: 0 });
  });

  test('a person is shown the table by group, the misses with their words, and what changed', async () => {
    const shown = describeRun(
      await judge(
        [
          line('stolen vehicle', 'vehicle-theft', 'permit'),
          line('robbery, ICE detainer', 'violent', 'permit'),
          '{"text": "cut off',
        ].join('\n'),
      ),
    );
    expect(shown).toMatch(/vehicle-theft +│ 1 +│ 1 /);
    expect(shown).toContain('not as labelled: 1');
    expect(shown).toContain('ice detainer');
    expect(shown).toContain('not read: 1');
    expect(shown).not.toMatch(/│ stolen vehicle/);
  });

  test('what is no run to compare with is said', async () => {
    const other = join(directory, 'other.ndjson');
    writeFileSync(other, '{"name": "query"}\n');
    await expect(judge(line('burglary'), other)).rejects.toThrow('judge --json');
  });

  test('no file, or one that is not there, is said', async () => {
    const options = { report: () => undefined, seconds: undefined };
    await expect(run({ ...options, file: undefined })).rejects.toThrow('--file');
    await expect(run({ ...options, file: join(directory, 'none') })).rejects.toThrow('ENOENT');
  });
});
