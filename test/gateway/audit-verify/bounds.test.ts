/** A head of any size can be signed, and served without end: those who verify read so much and no more, and say so. */
import { execFile } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { programArguments } from '../../setup/program-arguments.ts';
import { HONEST, sealSteps, signer, writeLog } from '../audit/sample-log.ts';
import { filesIn, useMirroredLog } from './mirrored-log.ts';

const log = useMirroredLog();
const sealed = sealSteps(HONEST);

function run(program: string, ...words: string[]): Promise<{ code: number; err: string }> {
  return new Promise((resolve) => {
    const args = [...programArguments(`gateway/audit-verify/${program}.ts`), ...words, '--key', signer.vkey];
    const child = execFile(process.execPath, args, (_error, _out, err) =>
      resolve({ code: child.exitCode ?? -1, err }),
    );
  });
}
const verify = (...words: string[]) => run('main', log.url, ...words);
const mirror = (...words: string[]) => run('mirror-main', log.url, log.directory, ...words);

describe('a log that is longer than anybody wants to read', () => {
  test.each(['verify', 'mirror'])('is not read by `%s`: no tile of it is asked for', async (which) => {
    writeLog(log.origin, sealed);
    const end = await (which === 'verify' ? verify : mirror)('--most-entries', '20');
    expect(end).toEqual({
      code: 2,
      err: expect.stringContaining('the log has 21 entries, and at most 20 are read (--most-entries)'),
    });
    expect(log.asked().filter((path) => path.startsWith('tile'))).toEqual([]);
    expect((await (which === 'verify' ? verify : mirror)('--most-entries', '21')).code).toBe(0);
  });

  test('does not fill the disk: the mirror stops, and goes on where more is allowed', async () => {
    writeLog(log.origin, sealed);
    const end = await mirror('--most-gigabytes', '0.000001');
    expect([end.code, end.err]).toEqual([2, expect.stringContaining('--most-gigabytes')]);
    expect(filesIn(log.directory)).not.toHaveProperty('checkpoint');
    expect((await mirror()).code).toBe(0);
  });

  test('is not read for ever: after so many hours both end', async () => {
    writeLog(log.origin, sealed);
    for (const end of [
      await verify('--most-hours', '0.0000001'),
      await mirror('--most-hours', '0.0000001'),
    ]) {
      expect([end.code, end.err]).toEqual([2, expect.stringContaining('--most-hours')]);
    }
  });

  test.each(['0', '-1', 'many', '1e9'])('is bounded by a number above 0, which `%s` is not', async (text) => {
    writeLog(log.origin, sealed);
    const end = await verify(`--most-entries=${text}`);
    expect([end.code, end.err]).toEqual([
      2,
      expect.stringContaining('`--most-entries` must be a number above 0'),
    ]);
  });
});
