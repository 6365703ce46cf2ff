/** A demo whose log is cosigned by witnesses, and what is asked of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCosignature, parseWitnessKey } from '../../gateway/audit/cosignature.ts';
import { parseCheckpoint } from '../../gateway/audit/parse-checkpoint.ts';
import { splitNote, verifyNote } from '../../gateway/audit/signed-note.ts';
import { runCli } from '../setup/commands/run-cli.ts';
import { demoQuery } from '../setup/demo/demo-query.ts';
import { borrowDemo, type RunningDemo } from '../setup/demo/running-demo.ts';
import { eventually } from '../setup/eventually.ts';
import type { RunningWitness } from '../setup/witness-process.ts';

export const SECONDS = 20_000;

export interface Scene {
  readonly directory: string;
  /** The file of the policy. */
  readonly policy: string;
  readonly demo: RunningDemo;
  readonly logKey: string;
  stop(): Promise<void>;
}

/** @param witnessesOf starts the witnesses, and says what the policy is */
export async function begin(
  originOf: (key: string) => string,
  witnessesOf: (directory: string, logKey: string) => Promise<string>,
  settings: Readonly<Record<string, string>> = {},
): Promise<Scene> {
  const directory = mkdtempSync(join(tmpdir(), 'witnessed-'));
  const dataDir = join(directory, 'data');
  const keyOf = async (origin: string) =>
    (await runCli(['log', 'key'], { DATA_DIR: dataDir, LOG_ORIGIN: origin })).stdout.trim();
  const origin = originOf(await keyOf(''));
  const logKey = await keyOf(origin);
  const policy = join(directory, 'policy.txt');
  writeFileSync(policy, await witnessesOf(directory, logKey));
  const demo = await borrowDemo({
    DATA_DIR: dataDir,
    LOG_ORIGIN: origin,
    LOG_WITNESSES: policy,
    ...settings,
  });
  return {
    directory,
    policy,
    demo,
    logKey,
    stop: async () => {
      await demo.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

export async function ask({ demo }: Scene, as = 'adams') {
  const client = await demo.asOnce(as);
  const plate = demo.file.plates[0] as string;
  const { body, status } = await client.request('POST', '/v1/queries', demoQuery(client, plate));
  const { reasons = [], receipt } = body as {
    reasons?: { code: string }[];
    receipt?: { index: number; leafHash: string };
  };
  return { status, codes: reasons.map(({ code }) => code), receipt };
}

export const read = async ({ demo }: Scene, path: string) => {
  const response = await fetch(demo.file.gateway + path);
  return { status: response.status, text: await response.text() };
};

/** Whether the witness has cosigned the checkpoint that is served, of which all signatures must be good. */
export function isCosigned(note: string, { logKey }: Scene, { vkey }: RunningWitness): boolean {
  const { text } = verifyNote(note, logKey);
  return findCosignature(text, splitNote(note).signatures, parseWitnessKey(vkey)) !== null;
}

export const sizeOf = (note: string) => parseCheckpoint(splitNote(note).text).size;

/** Once it has cosigned all that the gateway has: from there a fork leads away. */
export async function settled(scene: Scene, witness: RunningWitness): Promise<void> {
  await eventually(
    async () => isCosigned((await read(scene, '/log/checkpoint')).text, scene, witness),
    SECONDS,
  );
}
