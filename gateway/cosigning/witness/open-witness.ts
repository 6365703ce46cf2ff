/** Opens a witness from its files: its key, its memory, and the logs that it knows. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, hash } from 'node:crypto';
import { access, readFile, stat, writeFile } from 'node:fs/promises';
import { createCosigner } from '../../audit/cosignature.ts';
import { absent } from '../../faults/file-faults.ts';
import { holdAlone } from './hold-alone.ts';
import { knownLogs } from './judge-checkpoint.ts';
import { StateFile } from './state-file.ts';
import { Witness } from './witness.ts';

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

/** Reads the key; null if there is none yet. @throws Error if unreadable, or open to other accounts */
async function readWitnessKey(path: string): Promise<string | null> {
  try {
    if (((await stat(path)).mode & 0o077) !== 0) {
      throw new Error(
        `\`${path}\` is the key of this witness, and other accounts may read or change it; next: chmod 600 ${path} (and ` +
          'find out whether somebody has read it)',
      );
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    return absent(error as NodeJS.ErrnoException);
  }
}

/** Makes a key. @returns Ed25519 as PKCS#8 PEM @throws Error if there is one already */
async function makeWitnessKey(path: string): Promise<string> {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  await writeFile(path, pem, { flag: 'wx', mode: 0o600, flush: true });
  return pem;
}
