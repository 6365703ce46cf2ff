/** The README of the partner's kit, followed to the letter: each block of commands as it stands there, at a running demo. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningDemo, startDemo } from '../setup/running-demo.ts';
import { describeKits } from './kits.ts';

const KIT = fileURLToPath(new URL('../../partner-kit', import.meta.url));
const BLOCKS = [...readFileSync(join(KIT, 'README.md'), 'utf8').matchAll(/^```sh\n(.*?)^```/gms)];

let demo: RunningDemo;
const above = mkdtempSync(join(tmpdir(), 'partner-kit-readme-'));
const folder = join(above, 'gateway');

beforeAll(async () => {
  demo = await startDemo();
  mkdirSync(join(folder, '.data'), { recursive: true });
  cpSync(KIT, join(folder, 'partner-kit'), { recursive: true });
  cpSync(join(demo.dataDir, 'demo.json'), join(folder, '.data/demo.json'));
}, 150_000);

afterAll(async () => {
  await demo?.stop();
  await rm(above, { recursive: true });
}, 60_000);

describeKits('tried as its README says', ({ client, language }) => {
  test('asks three pages, checks their receipts, and checks one of them again from a file', () => {
    const [, commands] = BLOCKS[language === 'Python' ? 1 : 0] ?? [];
    const { output, status } = spawnSync('bash', ['-euc', commands ?? ''], {
      cwd: folder,
      // `python3` as the one that has the packages; `npm` as it is.
      env: { ...process.env, NODE_OPTIONS: '', PATH: `${dirname(client[0] ?? '')}:${process.env.PATH}` },
      encoding: 'utf8',
    });
    const words = output.join('');
    expect([status, words.match(/receipt checked: entry \d+/g)?.length, words]).toEqual([
      0,
      3,
      expect.stringMatching(/answer\.json: this answer is entry \d+ of the log/),
    ]);
  });
});
