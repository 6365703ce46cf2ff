/** Where the demo's PostgreSQL ends the demo ends too: one sentence says what ended and what to do, and nothing else. */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { connectWith } from '../../gateway/cli/client/connect.ts';
import { pidFileOf } from '../setup/database/end-postgres.ts';
import { newDemoData } from '../setup/demo/demo-databases.ts';
import { appears, spawnDemo } from '../setup/demo/demo-process.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { startDemo } from '../setup/demo/running-demo.ts';

const PATIENCE = 240_000;
const LAST_WORDS = 'Stop with Ctrl-C.';

let demo: ReturnType<typeof spawnDemo>;
let dataDir: string;

async function startOne(environment: Readonly<Record<string, string>> = {}): Promise<void> {
  dataDir = await newDemoData();
  demo = spawnDemo({ ...environment, DATA_DIR: dataDir });
  await appears(join(dataDir, 'demo.json'), demo.child, demo.output);
}
afterEach(async () => {
  // One that has not ended as it must would keep this process.
  demo.child.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
}, PATIENCE);

/** Resolves to the exit code of the demo, all its words said. */
async function endServer(signal: 'SIGKILL' | 'SIGQUIT' | 'SIGINT'): Promise<number | null> {
  const closed = once(demo.child, 'close');
  const [pid] = readFileSync(pidFileOf(join(dataDir, 'postgres')), 'utf8').split('\n');
  process.kill(Number(pid), signal);
  return (await closed)[0];
}

/** Partners ask until nobody answers any more, so that the node has something to complain of. */
async function askUntilItEnds(): Promise<void> {
  const file = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8'));
  const adams = await connectWith(file, 'adams', file.gateway);
  const ask = () => adams.request('POST', '/v1/queries', demoQuery(adams, file.plates[0]));
  expect((await ask()).status).toBe(200);
  void (async () => {
    while ((await ask().catch(() => null)) !== null);
  })();
}

describe('a demo whose PostgreSQL ends', () => {
  test.each([
    ['SIGKILL', {}],
    ['SIGQUIT', {}],
    ['SIGINT', {}],
    ['SIGKILL', { WEB_CONCURRENCY: '2' }],
  ] as const)(
    'by %s says so in one sentence, ends with a fault, and leaves nothing behind: %j',
    async (signal, environment) => {
      await startOne(environment);
      await askUntilItEnds();
      const code = await endServer(signal);
      expect(code).toBe(1);
      const [, after = ''] = demo.output().split(LAST_WORDS);
      expect(after.trim().split('\n')).toEqual([
        expect.stringMatching(
          /^the demo's PostgreSQL has ended, and the demo with it: look at .*server\.log` for why, then start again with `DATA_DIR=\S+ npm start`$/,
        ),
      ]);
      expect(existsSync(/`(\S+server\.log)`/.exec(after)?.[1] as string)).toBe(true);
      expect(existsSync(join(dataDir, 'demo.json'))).toBe(false);
    },
    PATIENCE,
  );

  test(
    'starts again on the same data, as it says; stopped in order, it ends without a word of it',
    async () => {
      await startOne();
      const { logKey } = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8'));
      await endServer('SIGKILL');
      const again = await startDemo({ DATA_DIR: dataDir });
      expect(again.file.logKey).toBe(logKey);
      const adams = await again.as('adams');
      const query = demoQuery(adams, again.file.plates[0] as string);
      expect((await adams.request('POST', '/v1/queries', query)).status).toBe(200);
      expect(await again.end()).toBe(0);
      expect(again.output()).not.toContain('has ended');
    },
    PATIENCE,
  );
});
