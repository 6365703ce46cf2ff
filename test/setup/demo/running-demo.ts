/** A demo on free ports, with its `demo.json`: as a stranger starts it, in a process of its own, or as most tests need it. */
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Client,
  type ClientsFile,
  type Connect,
  connectWith,
} from '../../../gateway/cli/client/connect.ts';
import type { ProofKey } from '../../../gateway/cli/client/proof-key.ts';
import type { DemoPeer } from '../../../gateway/demo/cast/demo-file.ts';
import { checkedClient } from '../checked-client.ts';
import { eventually } from '../eventually.ts';
import { newDemoData } from './demo-databases.ts';
import { beginHosted } from './demo-hosts.ts';
import { appears, appearsBefore, endDemo, spawnDemo } from './demo-process.ts';

export interface DemoJson extends ClientsFile {
  readonly owner: string;
  readonly plates: readonly string[];
  readonly people: readonly { login: string; password: string; ori: string; roles: string[] }[];
  readonly databases: { readonly gatewayOwnerUrl: string; readonly readsOwnerUrl: string };
  readonly peers?: readonly DemoPeer[];
}

export interface RunningDemo {
  readonly dataDir: string;
  readonly file: DemoJson;
  /** What the demo printed so far. */
  output(): string;
  /**
   * A client whose every answer is held against `/openapi.json`. Told to ask again (503), it asks again: a node that
   * stood still for a moment has lost its lease, or the transaction that it was in.
   */
  as(name: string, proofKey?: ProofKey): Promise<Client>;
  /** As `as`, but each answer is given as it came. */
  asOnce(name: string): Promise<Client>;
  /** The commands' way to it: as the client that is named, or the demo's one that they act as by default. */
  readonly connect: Connect;
  /** Ends it with SIGTERM and resolves to its exit code; its data stay. */
  end(): Promise<number | null>;
  /** As `end`, and removes its data. */
  stop(): Promise<number | null>;
}

/** A demo in a process of its own. */
export interface DemoProcess extends RunningDemo {
  readonly pid: number;
}

/** Times; each after as long as the answer says. */
const ASK_AGAIN = 10;
const DEMO_FILE = 'demo.json';
/** With these the demo's welcome ends. */
export const LAST_WORDS = 'Stop with Ctrl-C.';

/**
 * @param environment settings; with DATA_DIR on the data of a demo that has ended
 * @param from `build` runs what `npm run build` made, as `npm start` does
 * @param nodeFlags of the gateway's own process
 * @param words after its name, e.g. `--history`
 */
export async function startDemo(
  environment: Readonly<Record<string, string>> = {},
  from: 'source' | 'build' = 'source',
  nodeFlags: readonly string[] = [],
  words: readonly string[] = [],
): Promise<DemoProcess> {
  const dataDir = environment.DATA_DIR ?? (await newDemoData());
  const { child, output } = spawnDemo({ ...environment, DATA_DIR: dataDir }, from, nodeFlags, words);
  await appears(join(dataDir, DEMO_FILE), child, output);
  return { ...(await asRunning(dataDir, { output, end: () => endDemo(child) })), pid: child.pid as number };
}

/**
 * Starts a demo in a process in which others ran before, which takes a third of the processor: for tests of what the
 * gateway answers, and not of its process.
 * @param environment settings; with DATA_DIR on the data of a demo that has ended
 */
export async function borrowDemo(environment: Readonly<Record<string, string>> = {}): Promise<RunningDemo> {
  const dataDir = environment.DATA_DIR ?? (await newDemoData());
  const hosted = await beginHosted({ ...environment, DATA_DIR: dataDir });
  if (await appearsBefore(join(dataDir, DEMO_FILE), hosted.hasEnded)) return asRunning(dataDir, hosted);
  await hosted.end();
  throw new Error(`the demo did not start:\n${hosted.output()}`);
}

async function asRunning(
  dataDir: string,
  { end, output }: Pick<RunningDemo, 'end' | 'output'>,
): Promise<RunningDemo> {
  // Its words come by a pipe, later than the file that is written before them.
  await eventually(() => output().includes(LAST_WORDS));
  const file = JSON.parse(readFileSync(join(dataDir, DEMO_FILE), 'utf8')) as DemoJson;
  const as: RunningDemo['as'] = async (name, proofKey) =>
    checkedClient(await connectWith(file, name, file.gateway, proofKey), ASK_AGAIN);
  return {
    dataDir,
    file,
    output,
    as,
    connect: (name, acting) => as(name ?? acting?.otherwise ?? 'admin-1', acting?.proofKey),
    asOnce: async (name) => checkedClient(await connectWith(file, name, file.gateway), 0),
    end,
    stop: async () => {
      const code = await end();
      await rm(dataDir, { recursive: true, force: true });
      return code;
    },
  };
}
