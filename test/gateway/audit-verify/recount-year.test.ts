/** The entries of a year, counted in a copy of the log by the verifier alone, as the annual report counts them. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { programArguments } from '../../setup/program-arguments.ts';
import { ADAMS, AURORA, release, type Step, sealSteps, signer, writeLog } from '../audit/sample-log.ts';

const DECEMBER = { minute: '2025-12-31T23:59Z' };
const JANUARY = { minute: '2026-01-01T00:00Z' };
const STEPS: readonly Step[] = [
  ['log_created', DECEMBER],
  ['grant_approved', { ...DECEMBER, agency: ADAMS, grant: 'g1' }],
  release(ADAMS, 'g1', DECEMBER),
  release(ADAMS, 'g1', JANUARY),
  release(ADAMS, 'g1', JANUARY),
  ['refusal', { ...JANUARY, agency: AURORA, effect: 'deny' }],
  ['refusal', { minute: '2026-02-01T00:00Z', agency: AURORA, effect: 'deny' }],
];

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'year-'));
  writeLog(directory, sealSteps(STEPS));
  programArguments('gateway/audit-verify/main.ts');
}, 300_000);
afterAll(() => rmSync(directory, { recursive: true }));

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const program = [...programArguments('gateway/audit-verify/main.ts'), '--key', signer.vkey, ...args];
    const child = execFile(process.execPath, program, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

test('the entries of a year are counted by month, kind and agency, and no entry of the year before', async () => {
  const { code, out } = await run(directory, '--year', '2026', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out).year).toEqual({
    year: '2026',
    entries: [
      { month: '2026-01', kind: 'refusal', agency: AURORA, entries: 1 },
      { month: '2026-01', kind: 'release', agency: ADAMS, entries: 2 },
      { month: '2026-02', kind: 'refusal', agency: AURORA, entries: 1 },
    ],
  });
  expect((await run(directory, '--year', '2026')).out).toContain(`2026-01 release ${ADAMS}: 2`);
  expect((await run(directory, '--year', '2024')).out).toContain('year 2024: no entry is published');
});

test('a text that is not a year, or a year without a log, is refused in words', async () => {
  expect(await run(directory, '--year', 'last')).toMatchObject({
    code: 2,
    err: expect.stringContaining('`--year` must be a year with four digits, e.g. 2026'),
  });
  expect((await run('--receipt', 'none.json', '--year', '2026')).err).toContain('need a log');
});
