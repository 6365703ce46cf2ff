/** Anyone who verifies a log is told which entries are dated before the ones before them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkMinutes } from '../../../gateway/audit-verify/check-minutes.ts';
import { directorySource } from '../../../gateway/audit-verify/directory-source.ts';
import { verifyLog } from '../../../gateway/audit-verify/verify-log.ts';
import { sealSteps, signer, writeLog } from '../audit/sample-log.ts';

const stepsOf = (...minutes: string[]) => {
  const checker = checkMinutes();
  for (const [index, minute] of minutes.entries()) checker.next(index, minute);
  return checker.stepsBack.map(({ index }) => index);
};

test('equal minutes, later ones and steps back of two minutes are nothing; of three, they are told', () => {
  expect(stepsOf('2026-03-01T12:34Z', '2026-03-01T12:34Z', '2026-03-01T12:32Z', '2026-03-01T12:30Z')).toEqual(
    [],
  );
  expect(stepsOf('2026-03-01T12:34Z', '2026-03-01T12:31Z', '2026-03-02T00:00Z', '2026-02-28T23:59Z')).toEqual(
    [1, 3],
  );
});

test('what is no minute of any day is told, and a log of nothing but steps is told up to a hundred', () => {
  expect(stepsOf('2026-03-01T12:34Z', '2026-99-01T12:34Z', '2026-03-01T12:34Z')).toEqual([1, 2]);
  const steps = Array.from({ length: 300 }, (_, i) =>
    i % 2 === 0 ? '2026-03-01T12:34Z' : '2026-03-01T02:34Z',
  );
  expect(stepsOf(...steps)).toHaveLength(100);
});

test('a log that verifies says each with its index, and still verifies: an honest clock may have been set back', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'log-'));
  writeLog(
    directory,
    sealSteps([
      ['log_created'],
      ['log_read', { minute: '2026-04-11T12:34Z' }],
      ['halted'],
      ['log_read', { minute: '2026-03-01T02:34Z' }],
    ]),
  );
  const report = await verifyLog({ source: directorySource(directory), vkey: signer.vkey });
  rmSync(directory, { recursive: true });
  expect(report).toMatchObject({ ok: true, faults: [] });
  expect(report.stepsBack).toEqual([
    { index: 2, minute: '2026-03-01T12:34Z', before: '2026-04-11T12:34Z' },
    { index: 3, minute: '2026-03-01T02:34Z', before: '2026-03-01T12:34Z' },
  ]);
});
