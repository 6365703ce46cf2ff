/** The gateway's own secrets, as files of mode 0600 below the data directory; made at the first start. */
import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateLogKey } from './audit/checkpoint-signer.ts';

export interface Secrets {
  /** Ed25519, PKCS#8 PEM: signs the checkpoints of the log. */
  readonly logKey: string;
  /** 32 bytes: keys of the plate search derive from it. */
  readonly plateSearch: Buffer;
  /** 32 bytes: encrypts the cursors of pages. */
  readonly cursor: Buffer;
  /** 32 bytes, derived from the cursors' key: makes the nonces of proofs, so that all nodes know each other's. */
  readonly nonce: Buffer;
  /** 32 bytes: partners' webhook secrets derive from it, so that the database holds none. */
  readonly endpoint: Buffer;
}

/** All nodes of one gateway share these files. @throws Error if one cannot be read or made. */
export function loadSecrets(dataDir: string): Secrets {
  const directory = join(dataDir, 'secrets');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const cursor = Buffer.from(readOrMake(join(directory, 'cursor.key'), makeKey), 'base64');
  return {
    logKey: readOrMake(join(directory, 'log-key.pem'), generateLogKey),
    plateSearch: Buffer.from(readOrMake(join(directory, 'plate-search.key'), makeKey), 'base64'),
    cursor,
    nonce: Buffer.from(hkdfSync('sha256', cursor, '', 'dpop-nonce', 32)),
    endpoint: Buffer.from(readOrMake(join(directory, 'endpoint.key'), makeKey), 'base64'),
  };
}

function makeKey(): string {
  return randomBytes(32).toString('base64');
}

/** Of nodes that start together one makes the file, whole at once since it is linked into place, and all read it. */
function readOrMake(path: string, make: () => string): string {
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
  return readFileSync(path, 'utf8');
}
