/** Opens a witness from its files: its key, its memory, and the logs that it knows. */
import { createPrivateKey, createPublicKey, hash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { createCosigner } from '../audit/cosignature.ts';
import { holdAlone } from './hold-alone.ts';
import { knownLogs } from './judge-checkpoint.ts';
import { StateFile } from './state-file.ts';
import { Witness } from './witness.ts';
import { makeWitnessKey, readWitnessKey } from './witness-key.ts';

export interface WitnessFiles {
  readonly keyFile: string;
  readonly stateFile: string;
  /** The verifier keys of logs. */
  readonly logs: readonly string[];
  /** The name of the witness and its key; undefined: one that follows from the key. */
  readonly name: string | undefined;
  /** True if the key is there, and has never cosigned anything. */
  readonly newState: boolean;
}

export interface OpenedWitness {
  readonly witness: Witness;
  readonly vkey: string;
  /** The files that were made just now. */
  readonly made: { readonly key: boolean; readonly state: boolean };
  close(): Promise<void>;
}

/** Opens a witness. @throws TypeError for a bad key of a log; Error if a file cannot be used */
export async function openWitness(files: WitnessFiles, now: () => number): Promise<OpenedWitness> {
  const { keyFile, newState, stateFile } = files;
  const logs = knownLogs(files.logs);
  const release = await holdAlone(stateFile);
  try {
    const found = await readWitnessKey(keyFile);
    const isNew = !(await isThere(stateFile));
    if (isNew && found !== null && !newState) {
      throw new Error(
        `there is no \`${stateFile}\`, though the key \`${keyFile}\` is there: a witness that has lost its memory could ` +
          'cosign a fork. Bring the file back, or begin again with a new key (another --key); if this key has never ' +
          'cosigned anything, give --new-state',
      );
    }
    // First the memory, then the key: so whoever has a key has had a memory.
    const state = isNew ? await StateFile.create(stateFile) : await StateFile.open(stateFile);
    const pem = found ?? (await makeWitnessKey(keyFile));
    const cosigner = createCosigner(files.name ?? nameOf(pem), pem);
    return {
      witness: new Witness({ logs, state, cosigner, now }),
      vkey: cosigner.vkey,
      made: { key: found === null, state: isNew },
      close: release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

function nameOf(pem: string): string {
  const key = createPublicKey(createPrivateKey(pem)).export({ format: 'der', type: 'spki' });
  return `witness.invalid/${hash('sha256', key, 'hex').slice(0, 16)}`;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
