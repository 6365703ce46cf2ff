/** A demo as a stranger starts it, in a process of its own, on free ports, with its `demo.json`. */
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
import { checkedClient } from '../checked-client.ts';
import { eventually } from '../eventually.ts';
import { newDemoData } from './demo-databases.ts';
import { appears, endDemo, spawnDemo } from './demo-process.ts';

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

/** Times; each after as long as the answer says. */
const ASK_AGAIN = 10;
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
): Promise<RunningDemo> {
  const dataDir = environment.DATA_DIR ?? (await newDemoData());
  const { child, output } = spawnDemo({ ...environment, DATA_DIR: dataDir }, from, nodeFlags, words);
  const path = join(dataDir, 'demo.json');
  await appears(path, child, output);
  // Its words come by a pipe, later than the file that is written before them.
  await eventually(() => output().includes(LAST_WORDS));
  const file = JSON.parse(readFileSync(path, 'utf8')) as DemoJson;
  const as: RunningDemo['as'] = async (name, proofKey) =>
    checkedClient(await connectWith(file, name, file.gateway, proofKey), ASK_AGAIN);
  return {
    dataDir,
    pid: child.pid as number,
    file,
    output,
    as,
    connect: (name, acting) => as(name ?? acting?.otherwise ?? 'admin-1', acting?.proofKey),
    asOnce: async (name) => checkedClient(await connectWith(file, name, file.gateway), 0),
    end: () => endDemo(child),
    stop: async () => {
      const code = await endDemo(child);
      await rm(dataDir, { recursive: true, force: true });
      return code;
    },
  };
}
