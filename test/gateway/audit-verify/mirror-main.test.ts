/** The mirror as a program: what it says, how it ends, and that it can be killed. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { programArguments } from '../../setup/program-arguments.ts';
import { HONEST, rootAt, type Step, sealSteps, signer, writeLog } from '../audit/sample-log.ts';
import { filesIn, useMirroredLog } from './mirrored-log.ts';

const log = useMirroredLog();
const sealed = sealSteps([...HONEST, ...Array<Step>(600).fill(['log_read'])]);

const start = (
  program: string,
  words: readonly string[],
  command: readonly string[] = [process.execPath],
) => {
  const [file, ...first] = [...command, ...programArguments(`gateway/audit-verify/${program}.ts`), ...words];
  const child = spawn(file as string, first);
  const code = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ended = Promise.all([code, text(child.stdout), text(child.stderr)]).then(([code, out, err]) => ({
    ...{ code, out, err },
  }));
  return { child, ended };
};
const run = (program: string, ...words: string[]) => start(program, words).ended;
const key = ['--key', signer.vkey];

describe('the mirror as a program', () => {
  test('copies a log, shows how far it is, and says what it has in lines that fit a screen', async () => {
    writeLog(log.origin, sealed);
    const { code, err, out } = await run('mirror-main', log.url, log.directory, ...key);
    expect([code, err]).toEqual([0, `copied and verified ${sealed.length} of ${sealed.length} entries\n`]);
    expect(out).toBe(
      `log \`log.example/ccpd\`: ${sealed.length} entries, all new\nroot ${rootAt(sealed).toString('base64')}\n` +
        `\`${log.directory}\`: 7 files written\nmirrored and verified\n`,
    );
    const found = await run('main', log.directory, ...key);
    expect([found.code, found.out]).toEqual([0, expect.stringMatching(/\nverified\n$/)]);
    const served = await run('main', log.url, ...key, '--json');
    expect([served.code, JSON.parse(served.out)]).toMatchObject([
      0,
      { ok: true, log: { size: sealed.length } },
    ]);
  });

  test('an alarm ends it with 1, and says what stands, what is kept, and whom to tell', async () => {
    writeLog(log.origin, sealed);
    await run('mirror-main', log.url, log.directory, ...key);
    writeLog(log.origin, sealed.slice(0, 20));
    const { code, out } = await run('mirror-main', log.url, log.directory, ...key);
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(
        /^the log shrank: it had 621 entries, and has 20\nthe log has signed `.*\/refused\/checkpoint-20-[0-9a-f]{8}`.*\n.*next: give it .* to the owner/,
      ),
    ]);
    expect(out).toMatch(/\nNOT MIRRORED: .* its checkpoint of 621 entries stands\n$/);
    const json = await run('mirror-main', log.url, log.directory, ...key, '--json');
    expect([json.code, JSON.parse(json.out)]).toMatchObject([1, { ok: false, before: 621, size: 20 }]);
  });

  test.each([
    [[], 'give the address of the log and the directory'],
    [['http://127.0.0.1:1/log', '/tmp/x', 'y'], 'and nothing else'],
    [['log.example', '/tmp/x'], '`log.example` is not the address of a log, e.g. https://'],
    [['http://127.0.0.1:1/log', '/tmp/x'], '`--key` is missing'],
    [
      ['http://127.0.0.1:1/log', '/dev/null/x', ...key],
      'cannot write `/dev/null/x` (ENOTDIR): name a directory',
    ],
    [['--kez'], "'--kez'"],
  ])('%j cannot be copied, which is neither yes nor no', async (words, message) => {
    const { code, err, out } = await run('mirror-main', ...words);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
  });

  test('explains itself', async () => {
    const { code, out } = await run('mirror-main', '--help');
    expect([code, out]).toEqual([0, expect.stringContaining('exit code: 0 copied and verified')]);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('killed in the middle, it leaves what verifies, and the next run goes on; two at once do not', async () => {
    writeLog(log.origin, sealed.slice(0, 200));
    await log.mirror();
    writeLog(log.origin, sealed);
    let reached: () => void = () => undefined;
    const inTheMiddle = new Promise<void>((resolve) => {
      reached = resolve;
    });
    // Never answered: whoever asks waits.
    log.serveWrongly((path) => {
      if (path !== 'tile/entries/001') return false;
      reached();
      return true;
    });
    const { child, ended } = start('mirror-main', [log.url, log.directory, ...key]);
    await inTheMiddle;
    while (!existsSync(join(log.directory, 'tile/entries/000'))) await pause(10);
    const second = await run('mirror-main', log.url, log.directory, ...key);
    expect([second.code, second.err]).toEqual([
      2,
      expect.stringMatching(new RegExp(`another run copies into .* \\(process ${child.pid}\\): wait`)),
    ]);
    child.kill('SIGKILL');
    expect((await ended).code).toBeNull();
    expect(await log.verify()).toMatchObject({ ok: true, size: 200 });
    log.serveWrongly(() => false);
    log.asked();
    expect((await run('mirror-main', log.url, log.directory, ...key, '--compare', '0')).code).toBe(0);
    expect(log.asked()).not.toContain('tile/entries/000');
    expect(filesIn(log.directory)).toEqual({
      ...Object.fromEntries(Object.entries(filesIn(log.origin)).filter(([path]) => !/\.p\/200$/.test(path))),
      published: `{"size":${sealed.length}}`,
    });
  });

  test('says that the disk is full, and goes on when there is room (skipped where no small disk can be made)', async () => {
    const small = ['unshare', '--map-root-user', '--mount', 'sh', '-c'];
    const mount = `mount -t tmpfs -o size=64k tmpfs '${log.directory}'`;
    const onSmallDisk = (line: string) =>
      spawn(small[0] as string, [...small.slice(1), `${mount} && ${line}`]);
    const possible = await new Promise<boolean>((resolve) => {
      onSmallDisk('true')
        .once('error', () => resolve(false))
        .once('exit', (code) => resolve(code === 0));
    });
    if (!possible) return;
    writeLog(log.origin, sealed);
    const words = [
      process.execPath,
      ...programArguments('gateway/audit-verify/mirror-main.ts'),
      log.url,
      log.directory,
    ];
    const line = [...words, ...key].map((word) => `'${word}'`).join(' ');
    const child = onSmallDisk(`${line}; code=$?; ls '${log.directory}'; exit $code`);
    const [code, out, err] = await Promise.all([
      new Promise((resolve) => child.once('exit', resolve)),
      text(child.stdout),
      text(child.stderr),
    ]);
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(
        /no space is left for `.*`: make room, and run the same command again; what was copied stays/,
      ),
    ]);
    expect(out).not.toContain('checkpoint');
  });

  test('a key file, and an address that ends in a slash, do as well', async () => {
    writeLog(log.origin, sealed.slice(0, 30));
    const file = join(log.origin, 'key');
    writeFileSync(file, `${signer.vkey}\n`);
    const { code } = await run('mirror-main', `${log.url}/`, join(log.directory, 'a/new/one'), '--key', file);
    expect(code).toBe(0);
    expect(readFileSync(join(log.directory, 'a/new/one/checkpoint'), 'utf8')).toContain('\n30\n');
    rmSync(file);
  });
});
