/** Finds a process that runs demos one after another (`demo-host-process.ts`): one of this run that is free, or a new one. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { programArguments } from '../program-arguments.ts';

/** Ms. */
const STARTS_WITHIN = 120_000;

/** Stands beside the host's socket while the host is free; whoever removes it has the host. */
export const freeMark = (socket: string) => `${socket}.free`;
/** Comes last from a demo that has ended, with its exit code. */
export const endMark = (code: number) => `\0${code}`;

export interface HostedDemo {
  output(): string;
  /** True once it has ended. */
  hasEnded(): boolean;
  /** Resolves to the exit code that it would have as a process of its own. */
  end(): Promise<number>;
}

/** @param environment what the demo is given beside that of the tests */
export async function beginHosted(environment: Readonly<Record<string, string>>): Promise<HostedDemo> {
  const socket = await connected(takeFree() ?? startHost());
  const { NODE_OPTIONS: _, ...own } = process.env;
  socket.write(`${JSON.stringify({ ...own, PORT: '0', ...environment })}\n`);
  socket.setEncoding('utf8');
  let output = '';
  socket.on('data', (chunk: string) => (output += chunk));
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return {
    output: () => output,
    hasEnded: () => socket.closed,
    end: async () => {
      socket.end();
      await closed;
      const [said, code] = output.split('\0');
      if (code === undefined) throw new Error(`the process of the demo has ended:\n${said}`);
      return Number(code);
    },
  };
}

function directoryOfHosts(): string {
  const directory = join(process.env.TEST_RUN_DIR as string, 'demo-hosts');
  mkdirSync(directory, { recursive: true });
  return directory;
}

function takeFree(): string | undefined {
  const directory = directoryOfHosts();
  return readdirSync(directory)
    .filter((name) => name.endsWith('.sock'))
    .map((name) => join(directory, name))
    .find((path) => take(freeMark(path)));
}

/** Returns true for one caller only: a file is removed once. */
function take(mark: string): boolean {
  try {
    rmSync(mark);
    return true;
  } catch {
    return false;
  }
}

/** It outlives the test file, and ends when the run's directory is removed. */
function startHost(): string {
  const path = join(directoryOfHosts(), `${randomUUID().slice(0, 8)}.sock`);
  const words = openSync(`${path}.words`, 'a');
  const program = programArguments('test/setup/demo/demo-host-process.ts');
  spawn(process.execPath, [...program, path], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', words, words],
    detached: true,
  }).unref();
  closeSync(words);
  return path;
}

/** Waits for a host that is starting. */
async function connected(path: string): Promise<Socket> {
  const until = performance.now() + STARTS_WITHIN;
  for (;;) {
    const socket = connect({ path, allowHalfOpen: true });
    const fault = await new Promise<Error | null>((resolve) => {
      socket.once('connect', () => resolve(null)).on('error', resolve);
    });
    if (fault === null) return socket;
    if (performance.now() > until) {
      const words = readFileSync(`${path}.words`, 'utf8');
      throw new Error(`the process for demos did not start:\n${words}`, { cause: fault });
    }
    await pause(50);
  }
}
