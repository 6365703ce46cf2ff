/** Compares a node's name and keys with those that the database records of its log. */
import { join } from 'node:path';
import { ENVELOPE_KEY_FILE } from '../../identity/jose/envelope-keys/envelope-key-file.ts';
import { type KeptSecrets, NEXT_LOG_KEY_FILE, SECRET_FILES } from '../../settings/secrets.ts';
import { keyIdsOf, type LogIdentity, publicKeyIn } from './log-identity.ts';

/** The files of all keys of a log, below `DATA_DIR/secrets`. */
export const KEY_FILES = {
  ...SECRET_FILES,
  nextLogKey: NEXT_LOG_KEY_FILE,
  envelope: ENVELOPE_KEY_FILE,
} as const;

export interface KeyFile {
  /** The path, which begins with the data directory. */
  readonly path: string;
  readonly name: keyof typeof KEY_FILES;
  readonly standing: 'fits' | 'missing' | 'another' | 'damaged' | 'behind' | 'retired';
}

/** Compares each key, in the order of `SECRET_FILES`. */
export function compareKeys(recorded: LogIdentity, dataDir: string, here: Partial<KeptSecrets>): KeyFile[] {
  return (Object.keys(SECRET_FILES) as (keyof KeptSecrets)[]).map((name) => ({
    name,
    path: join(dataDir, 'secrets', SECRET_FILES[name]),
    standing: standingOf(recorded, name, here),
  }));
}

function standingOf(
  recorded: LogIdentity,
  name: keyof KeptSecrets,
  here: Partial<KeptSecrets>,
): KeyFile['standing'] {
  if (here[name] === undefined) return 'missing';
  try {
    // Read under the recorded name, so that a wrong name is not reported as a wrong key.
    const id = keyIdsOf(recorded.origin, { [name]: here[name] })[name] as string;
    const same = name === 'logKey' ? publicKeyIn(id) === publicKeyIn(recorded.logKey) : id === recorded[name];
    return same ? 'fits' : 'another';
  } catch {
    return 'damaged';
  }
}

const STANDING = {
  missing: 'is missing',
  another: 'is not the key of this log',
  damaged: 'holds no key that can be read',
  behind: 'lacks the newest key that was published',
  retired: 'no longer signs this log: another key has taken its place',
} as const;

/**
 * Says why a node with these keys does not fit the log, and what to bring; null if it fits.
 * @param hasNext true if the next key is here, and signs already
 */
export function describeMisfit(
  recorded: Pick<LogIdentity, 'origin'>,
  origin: string,
  keys: readonly KeyFile[],
  hasNext = false,
): string | null {
  const wrong = keys.filter(({ standing }) => standing !== 'fits');
  if (origin === recorded.origin && wrong.length === 0) return null;
  return [
    'the keys here do not fit the log of this database, so this node does not start, and has made no key:',
    ...(origin === recorded.origin
      ? []
      : [`  - LOG_ORIGIN is \`${origin}\`, and the log is \`${recorded.origin}\`: set it to that`]),
    ...wrong.map(({ path, standing }) => `  - \`${path}\` ${STANDING[standing as keyof typeof STANDING]}`),
    ...(wrong.length === 0
      ? []
      : [
          'bring these files from DATA_DIR/secrets of a node that runs on this log, or from its backup: ' +
            wrong.map(({ name }) => KEY_FILES[name]).join(', '),
        ]),
    ...(wrong.some(({ name }) => name === 'nextLogKey')
      ? ['if the next key of the log is lost: `npm run gateway -- log rotate cancel --help`']
      : []),
    ...(hasNext && wrong.some(({ name }) => name === 'logKey')
      ? [
          'if the present key of the log is lost, the next one can go on alone: `npm run gateway -- log rotate finish`',
        ]
      : []),
    'if they are lost, or the database was restored from a backup: `npm run gateway -- log adopt --help`',
  ].join('\n');
}
