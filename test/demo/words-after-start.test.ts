/** What is typed after `npm start --` is not passed over: a demo is not what was asked for. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { programArguments } from '../setup/program-arguments.ts';

const directory = mkdtempSync(join(tmpdir(), 'words-'));
afterAll(() => rmSync(directory, { recursive: true }));

function main(...words: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const env = { ...process.env, NODE_OPTIONS: '', DATA_DIR: directory, PORT: '0' };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...programArguments('gateway/main.ts'), ...words],
      { env, timeout: 30_000 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

describe('the demo as a program', () => {
  test('given --help, shows the commands and starts nothing', async () => {
    const { code, stdout } = await main('--help');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/Commands:[\s\S]* serve [\s\S]* migrate /)]);
    expect(readdirSync(directory)).toEqual([]);
  });

  test.each([
    [['frob'], /^error: unknown command 'frob'/],
    [['--port', '80'], /^error: unknown option '--port'/],
  ])('given %j, refuses it and names --help', async (words, says) => {
    const { code, stderr } = await main(...words);
    expect([code, stderr]).toEqual([1, expect.stringMatching(says)]);
    expect(stderr).toContain('npm run gateway -- --help');
    expect(readdirSync(directory)).toEqual([]);
  });
});
