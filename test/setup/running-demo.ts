/** A demo as a stranger starts it, in a process of its own, on free ports, with its `demo.json`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Client, type ClientsFile, connectWith } from '../../gateway/cli/connect.ts';
import { bodyOf } from '../../gateway/cli/http-client-answer.ts';
import { checkAnswer } from './check-answer.ts';
import { eventually } from './eventually.ts';
import { RUN_TYPESCRIPT } from './run-typescript.ts';

export interface DemoJson extends ClientsFile {
  readonly owner: string;
  readonly plates: readonly string[];
  readonly people: readonly { login: string; password: string; ori: string; roles: string[] }[];
  readonly databases: { readonly gatewayOwnerUrl: string; readonly readsOwnerUrl: string };
}

export interface RunningDemo {
  readonly dataDir: string;
  readonly pid: number;
  readonly file: DemoJson;
  /** What the demo printed so far. */
  output(): string;
  /**
   * A client whose every answer is held against `/openapi.json`. Told to ask again (503), it asks again: a node that
   * stood still for a moment has lost its lease, or the transaction that it was in.
   */
  as(name: string): Promise<Client>;
  /** The same, but each answer is given as it came. */
  asOnce(name: string): Promise<Client>;
  /** Ends it with SIGTERM and resolves to its exit code; its data stay. */
  end(): Promise<number | null>;
  /** As `end`, and removes its data. */
  stop(): Promise<number | null>;
}

const READY_WITHIN = 120_000;
/** Times. */
const ASK_AGAIN = 10;
/** Ms; of one that had to be killed, servers may keep the pipes. */
const LAST_WORDS_WITHIN = 10_000;
/** With these the demo's welcome ends. */
const LAST_WORDS = 'Stop with Ctrl-C.';

/**
 * @param environment settings; with DATA_DIR on the data of a demo that has ended
 * @param from `build` runs what `npm run build` made, as `npm start` does
 * @param nodeFlags of the gateway's own process
 */
export async function startDemo(
  environment: Readonly<Record<string, string>> = {},
  from: 'source' | 'build' = 'source',
  nodeFlags: readonly string[] = [],
): Promise<RunningDemo> {
  const { child, dataDir, output } = spawnDemo(environment, from, nodeFlags);
  const path = join(dataDir, 'demo.json');
  await appears(path, child, output);
  // Its words come by a pipe, later than the file that is written before them.
  await eventually(() => output().includes(LAST_WORDS));
  const file = JSON.parse(readFileSync(path, 'utf8')) as DemoJson;
  return {
    dataDir,
    pid: child.pid as number,
    file,
    output,
    as: async (name) => checked(await connectWith(file, name, file.gateway), ASK_AGAIN),
    asOnce: async (name) => checked(await connectWith(file, name, file.gateway), 0),
    end: () => end(child),
    stop: async () => {
      const code = await end(child);
      await rm(dataDir, { recursive: true, force: true });
      return code;
    },
  };
}

/** A demo that is still starting. */
export function spawnDemo(
  environment: Readonly<Record<string, string>>,
  from: 'source' | 'build' = 'source',
  nodeFlags: readonly string[] = [],
): { child: ChildProcess; dataDir: string; output: () => string } {
  const dataDir = environment.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'demo-'));
  const main = from === 'source' ? '../../gateway/main.ts' : '../../dist/gateway/main.js';
  const flags = [...nodeFlags, ...(from === 'source' ? RUN_TYPESCRIPT : [])];
  const child = spawn(process.execPath, [...flags, fileURLToPath(new URL(main, import.meta.url))], {
    env: { ...process.env, NODE_OPTIONS: '', PORT: '0', DATA_DIR: dataDir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return { child, dataDir, output: () => output };
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return exited;
}

function checked(client: Client, patience: number): Client {
  const request: Client['request'] = async (method, path, ...rest) => {
    for (let left = patience; ; left -= 1) {
      const answer = await client.request(method, path, ...rest);
      const { body, headers, status } = answer;
      checkAnswer(method, path, { status, contentType: headers.get('Content-Type') ?? '', body });
      if (status !== 503 || left <= 0) return answer;
      const { detail } = body as { detail?: string };
      process.stderr.write(`${method} ${path} is asked again: ${detail}\n`);
      await pause(Number(headers.get('Retry-After') ?? 1) * 1_000);
    }
  };
  const call: Client['call'] = async <T>(...asked: Parameters<Client['request']>) =>
    bodyOf(await request(...asked)) as T;
  return { ...client, request, call };
}

/** Waits for a file that the demo writes. @throws Error with the demo's words where it ends before */
export async function appears(path: string, child: ChildProcess, output: () => string): Promise<void> {
  // What it says last comes by its pipes, and may come after its end.
  const closed = new Promise((resolve) => child.once('close', resolve));
  const until = performance.now() + READY_WITHIN;
  while (!existsSync(path)) {
    const ended = child.exitCode !== null || child.signalCode !== null;
    if (ended || performance.now() > until) {
      child.kill('SIGKILL');
      await Promise.race([closed, pause(LAST_WORDS_WITHIN)]);
      throw new Error(`the demo did not start:\n${output()}`);
    }
    await pause(50);
  }
}

/** A query that an officer of `client` may ask, for one of the demo's plates. */
export function demoQuery(client: Client, plate: string, changes: Record<string, unknown> = {}) {
  const now = Date.now();
  return {
    purpose: {
      code: 'stolen_vehicle',
      caseNumber: 'CR-2026-0142',
      justification: 'sedan stolen from a driveway overnight, seen near the park',
    },
    onBehalfOf: { id: 'officer-1', name: 'Officer One', ori: client.ori },
    plate: { number: plate },
    from: new Date(now - 86_400_000).toISOString(),
    to: new Date(now).toISOString(),
    ...changes,
  };
}
