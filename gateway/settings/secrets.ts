/** Keeps the gateway's own secrets, in files of mode 0600 below the data directory; made for a new log. */
import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { generateLogKey } from '../audit/checkpoint-signer.ts';
import { absent } from '../faults/file-faults.ts';

export interface KeptSecrets {
  /** The key (Ed25519, PKCS#8 PEM) that signs the checkpoints of the log. */
  readonly logKey: string;
  /** 32 bytes: keys of the plate search derive from it. */
  readonly plateSearch: Buffer;
  /** 32 bytes: encrypts the cursors of pages. */
  readonly cursor: Buffer;
  /** 32 bytes: partners' webhook secrets derive from it, so that the database holds none. */
  readonly endpoint: Buffer;
}

export interface Secrets extends KeptSecrets {
  /** 32 bytes, derived from the cursors' key: makes the nonces of proofs, so that all nodes know each other's. */
  readonly nonce: Buffer;
  /** 32 bytes, derived from the same: the answers kept for repeated queries are sealed with keys made of it. */
  readonly keptAnswers: Buffer;
  /** 32 bytes, derived from the same: seals what a browser carries while somebody signs in. */
  readonly signIn: Buffer;
  /** 32 bytes, derived from the same: codes of the persons and plates that served process is about. */
  readonly processSubjects: Buffer;
}

/** The names of their files below `DATA_DIR/secrets`. */
export const SECRET_FILES = {
  logKey: 'log-key.pem',
  plateSearch: 'plate-search.key',
  cursor: 'cursor.key',
  endpoint: 'endpoint.key',
} as const satisfies Readonly<Record<keyof KeptSecrets, string>>;

/** The file, beside them, of the next key while the log changes its key. */
export const NEXT_LOG_KEY_FILE = 'log-key-next.pem';

/**
 * Reads the secrets, which all nodes of one gateway share. Missing ones are made: only for a new log.
 * @throws Error if one cannot be read or made
 */
export function loadSecrets(dataDir: string): Secrets {
  const directory = directoryOf(dataDir);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  readOrMake(join(directory, SECRET_FILES.logKey), generateLogKey);
  for (const name of ['plateSearch', 'cursor', 'endpoint'] as const) {
    readOrMake(join(directory, SECRET_FILES[name]), makeKey);
  }
  return withDerived(findSecrets(dataDir) as KeptSecrets);
}

/** Makes the log's key before anything has started, if it is missing. @throws Error if it cannot */
export function ensureLogKey(dataDir: string): {
  readonly path: string;
  readonly pem: string;
  readonly made: boolean;
} {
  return ensureKey(dataDir, SECRET_FILES.logKey);
}

/** Makes the next key of the log if it is missing. @throws as `ensureLogKey` */
export function ensureNextLogKey(dataDir: string): ReturnType<typeof ensureLogKey> {
  return ensureKey(dataDir, NEXT_LOG_KEY_FILE);
}

/** Returns it; null if there is none. @throws Error if it cannot be read, or others may read it */
export function findNextLogKey(dataDir: string): string | null {
  return readIfThere(join(directoryOf(dataDir), NEXT_LOG_KEY_FILE));
}

/** Replaces the present key, which is gone then, by the next one. */
export function replaceLogKey(dataDir: string): void {
  const directory = directoryOf(dataDir);
  renameSync(join(directory, NEXT_LOG_KEY_FILE), join(directory, SECRET_FILES.logKey));
}

/** Removes a key that never takes the place of another. */
export function removeNextLogKey(dataDir: string): void {
  rmSync(join(directoryOf(dataDir), NEXT_LOG_KEY_FILE), { force: true });
}

function ensureKey(dataDir: string, file: string): ReturnType<typeof ensureLogKey> {
  const path = join(directoryOf(dataDir), file);
  const found = readIfThere(path);
  if (found !== null) return { path, pem: found, made: false };
  mkdirSync(directoryOf(dataDir), { recursive: true, mode: 0o700 });
  readOrMake(path, generateLogKey);
  return { path, pem: readFileSync(path, 'utf8'), made: true };
}

/** Finds those that exist; makes none. @throws Error if one cannot be read, or others may read it */
export function findSecrets(dataDir: string): Partial<KeptSecrets> {
  const directory = directoryOf(dataDir);
  const found = Object.entries(SECRET_FILES).flatMap(([name, file]) => {
    const text = readIfThere(join(directory, file));
    if (text === null) return [];
    return [[name, name === 'logKey' ? text : Buffer.from(text, 'base64')]];
  });
  return Object.fromEntries(found);
}

/** Derives the keys of a node from all that are kept. */
export function withDerived(kept: KeptSecrets): Secrets {
  const derived = (name: string) => Buffer.from(hkdfSync('sha256', kept.cursor, '', name, 32));
  return {
    ...kept,
    nonce: derived('dpop-nonce'),
    keptAnswers: derived('kept-answers'),
    signIn: derived('sign-in'),
    processSubjects: derived('process-subjects'),
  };
}

/** Moves the log's old key aside, where it is used no more. @returns the path where it stays */
export function setLogKeyAside(dataDir: string): string {
  const path = join(directoryOf(dataDir), SECRET_FILES.logKey);
  const aside = `${path}.${new Date().toISOString().replaceAll(/[-:.]/g, '')}`;
  renameSync(path, aside);
  return aside;
}

function directoryOf(dataDir: string): string {
  return join(dataDir, 'secrets');
}

function readIfThere(path: string): string | null {
  try {
    if ((statSync(path).mode & 0o077) !== 0) {
      throw new Error(
        `\`${path}\` is a key of the log, and other accounts may read or change it; next: chmod 600 ${path} (and find out ` +
          'whether somebody has read it)',
      );
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    return absent(error as NodeJS.ErrnoException);
  }
}

function makeKey(): string {
  return randomBytes(32).toString('base64');
}

/** Reads a file; of nodes that start together, one makes it, whole at once since it is linked into place. */
function readOrMake(path: string, make: () => string): void {
  const beside = `${path}.${randomUUID()}`;
  try {
    writeFileSync(beside, make(), { flag: 'wx', mode: 0o600 });
    linkSync(beside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(beside, { force: true });
  }
  chmodSync(path, 0o600);
}
