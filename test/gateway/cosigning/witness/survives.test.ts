/** `witness` as a program: it starts, is killed, finds its disk full, meets another one, and stops when it is told to. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runCli } from '../../../setup/commands/run-cli.ts';
import { eventually } from '../../../setup/eventually.ts';
import { programArguments } from '../../../setup/program-arguments.ts';
import { createTestLog, forkAt, HISTORY, type History } from './witness-fixture.ts';

const log = createTestLog();
/** The name makes the state longer than what a full disk takes. */
const long = createTestLog(`log.test/${'long'.repeat(400)}`);

interface Running {
  readonly child: ChildProcess;
  readonly vkey: string;
  ask(
    oldSize: number,
    size: number,
    history?: History,
    of?: typeof log,
  ): Promise<{ status: number; text: string }>;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

let directory: string;
let running: Running[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'witness-'));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.end('SIGKILL')));
  await rm(directory, { recursive: true, force: true });
});

const wordsOf = (...more: string[]) => [
  ...['witness', '--key', join(directory, 'key.pem'), '--state', join(directory, 'state.json')],
  ...['--port', '0', '--json', '--log', log.vkey, long.vkey, ...more],
];

/** @param shell what a shell does before it becomes the witness, e.g. sets a limit */
async function start(shell = ':'): Promise<Running> {
  const words = [process.execPath, ...programArguments('gateway/cli.ts'), ...wordsOf()];
  const child = spawn('bash', ['-c', `${shell}; exec "$@"`, 'bash', ...words], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await eventually(() => {
    if (child.exitCode !== null) throw new Error(`the witness ended:\n${said}`);
    return said.includes('\n');
  });
  const { url, vkey } = JSON.parse(said.split('\n', 1)[0] as string);
  const one: Running = {
    child,
    vkey,
    ask: async (oldSize, size, history, of = log) => {
      const body = await of.body(oldSize, size, history);
      const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
      return { status: response.status, text: await response.text() };
    },
    end: async (signal) => {
      child.kill(signal);
      return exited;
    },
  };
  running.push(one);
  return one;
}

describe('the program', () => {
  test('makes its key and its state for its account alone, and ends cleanly when it is told to stop', async () => {
    const first = await start();
    expect(first.vkey).toMatch(/^witness\.invalid\/[0-9a-f]{16}\+[0-9a-f]{8}\+\S+$/);
    for (const name of ['key.pem', 'state.json']) {
      expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
    }
    expect((await first.ask(0, 3)).status).toBe(200);
    expect(await first.end('SIGTERM')).toBe(0);
    expect(existsSync(join(directory, 'state.json.lock'))).toBe(false);
    const second = await start();
    expect(second.vkey).toBe(first.vkey);
    expect(await second.ask(0, 5)).toEqual({ status: 409, text: '3\n' });
  });

  test('refuses a second one on the same state, and takes it over from one that was killed', async () => {
    const first = await start();
    const { code, stderr } = await runCli(wordsOf(), {});
    expect([code, stderr]).toEqual([1, expect.stringMatching(/another witness works with .*process \d+/)]);
    await first.end('SIGKILL');
    expect((await (await start()).ask(0, 3)).status).toBe(200);
  });

  test('refuses to go on without its memory', async () => {
    await (await start()).end('SIGTERM');
    rmSync(join(directory, 'state.json'));
    const { code, stderr } = await runCli(wordsOf(), {});
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/lost its memory could cosign a fork.*--new-state/),
    ]);
    writeFileSync(join(directory, 'state.json'), '{"version":1,"logs":[{}]}');
    expect(await runCli(wordsOf(), {})).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/is damaged/),
    });
  });

  test.each([
    ['a key of a log that is none', ['--log', 'log.test/a+00000000+AAAA'], /not a verifier key/],
    ['a name that no key can have', ['--name', 'a name'], /cannot name a key/],
  ])('refuses %s', async (_, more, what) => {
    expect(await runCli(wordsOf(...more), {})).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(what),
    });
  });

  test('refuses a state that is not a file, and a key that others may read', async () => {
    const device = [
      'witness',
      '--key',
      join(directory, 'k'),
      '--state',
      '/dev/full',
      '--port',
      '0',
      '--log',
      log.vkey,
    ];
    expect(await runCli(device, {})).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/not a regular file/),
    });
    await (await start()).end('SIGTERM');
    chmodSync(join(directory, 'key.pem'), 0o644);
    expect(await runCli(wordsOf(), {})).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/chmod 600/),
    });
  });
});

describe('a disk that takes no more', () => {
  test('that is full: nothing is signed, and what was kept before still holds', async () => {
    // A file may have one kilobyte: what a write does on a full disk, it does then.
    const witness = await start('ulimit -f 1');
    expect((await witness.ask(0, 3)).status).toBe(200);
    expect(await witness.ask(0, 3, HISTORY, long)).toEqual({
      status: 500,
      text: expect.stringMatching(/has not cosigned it/),
    });
    expect((await witness.ask(3, 5)).status).toBe(200);
    await witness.end('SIGKILL');
    const again = await start();
    expect(await again.ask(0, 9)).toEqual({ status: 409, text: '5\n' });
    expect(await again.ask(5, 9, HISTORY, long)).toEqual({ status: 409, text: '0\n' });
  });

  test('that is gone: nothing is signed until it is back', async () => {
    const witness = await start();
    const away = `${directory}-away`;
    renameSync(directory, away);
    const { status } = await witness.ask(0, 3);
    renameSync(away, directory);
    expect(status).toBe(500);
    expect((await witness.ask(0, 3, forkAt(1))).status).toBe(200);
  });

  test('that somebody else writes to: nothing is signed', async () => {
    const witness = await start();
    const state = join(directory, 'state.json');
    writeFileSync(`${state}.copy`, readFileSync(state));
    renameSync(`${state}.copy`, state);
    expect((await witness.ask(0, 3)).status).toBe(500);
  });
});

describe('kill -9', () => {
  test('between the write and the answer: what was written is remembered', async () => {
    const witness = await start();
    const written = new Promise<void>((resolve) => {
      const watcher = watch(directory, (_, name) => {
        if (name !== 'state.json') return;
        witness.child.kill('SIGKILL');
        watcher.close();
        resolve();
      });
    });
    await Promise.all([witness.ask(0, 6).catch(() => undefined), written]);
    const again = await start();
    expect(await again.ask(0, 6, forkAt(2))).toEqual({ status: 409, text: '6\n' });
    expect((await again.ask(6, 6, forkAt(2))).status).toBe(422);
    expect((await again.ask(6, 8)).status).toBe(200);
  });

  test('at any moment: no head that was cosigned is forgotten', async () => {
    let cosigned = 0;
    const remembered = async (witness: Running) => {
      const { status, text } = await witness.ask(0, 1);
      return status === 409 ? Number(text) : 1;
    };
    for (let round = 1; round <= 5; round++) {
      const witness = await start();
      const from = await remembered(witness);
      expect(from).toBeGreaterThanOrEqual(cosigned);
      cosigned = from;
      const asking = (async () => {
        for (let size = from; size < round * 12; size++) {
          if ((await witness.ask(size, size + 1)).status === 200) cosigned = size + 1;
        }
      })().catch(() => undefined);
      await pause(Math.random() * 120);
      await witness.end('SIGKILL');
      await asking;
    }
    expect(await remembered(await start())).toBeGreaterThanOrEqual(cosigned);
    expect(cosigned).toBeGreaterThan(1);
  });
});
