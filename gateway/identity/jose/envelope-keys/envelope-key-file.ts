/** Keeps the gateway's signature keys in a file: a node-jose key store, and when each begins to sign. */
import {
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  randomUUID,
  sign,
  verify,
} from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import jose from 'node-jose';
import { GatewayError } from '../../../faults/errors.ts';
import { checkPublicKey, type EcPublicJwk } from '../check-public-key.ts';
import { generateKeyPair } from '../generate-key-pair.ts';

export const ENVELOPE_KEY_FILE = 'envelope-keys.json';

const UNSOUND =
  'its keys cannot be used: bring it from a node that runs on this log, or from its backup; if it is lost, move ' +
  'this one away and see `npm run gateway -- log adopt --help`';

/** One signature key. Its private part leaves this object only as a `KeyObject`. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicJwk: EcPublicJwk;
  /** Milliseconds since the epoch from which it signs. */
  readonly signsFrom: number;
}

/** The keys, oldest first; `store` holds exactly the keys of `keys`. */
export interface LoadedKeys {
  readonly store: jose.JWK.KeyStore;
  readonly keys: readonly SigningKey[];
}

/**
 * @returns undefined if there is no file yet
 * @throws GatewayError `unavailable`: others may read the file, or what it holds is not a sound set of keys
 */
export async function readEnvelopeKeys(directory: string): Promise<LoadedKeys | undefined> {
  const path = join(directory, ENVELOPE_KEY_FILE);
  let text: string;
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) throw unfit(path, 'others may read it: find out who did, then `chmod 600` it');
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const file = JSON.parse(text) as { store: object; signsFrom: Record<string, number> };
    const store = await jose.JWK.asKeyStore(file.store);
    const keys = await Promise.all(store.all().map((key) => readKey(key, file.signsFrom[key.kid])));
    keys.sort((a, b) => a.signsFrom - b.signsFrom);
    if (keys.length === 0 || Object.keys(file.signsFrom).length !== keys.length)
      throw new Error('keys are missing');
    return { store, keys };
  } catch (cause) {
    throw unfit(path, UNSOUND, cause);
  }
}

async function readKey(key: jose.JWK.Key, signsFrom: number | undefined): Promise<SigningKey> {
  const publicJwk = checkPublicKey(key.toJSON(), 'sig');
  if (publicJwk.kty !== 'EC' || !Number.isSafeInteger(signsFrom))
    throw new Error('not an ES256 key with a date');
  const thumbprint = Buffer.from(await key.thumbprint('SHA-256')).toString('base64url');
  if (publicJwk.kid !== thumbprint) throw new Error('the `kid` is not the thumbprint (RFC 7638)');
  const privateKey = createPrivateKey({ key: key.toJSON(true) as JsonWebKey, format: 'jwk' });
  const publicKey = createPublicKey({ key: { ...publicJwk }, format: 'jwk' });
  const probe = Buffer.from(publicJwk.kid);
  if (!verify('sha256', probe, publicKey, sign('sha256', probe, privateKey)))
    throw new Error('the parts do not match');
  return { kid: publicJwk.kid, privateKey, publicJwk, signsFrom: signsFrom as number };
}

/**
 * Writes the file with mode 0600 elsewhere, synced, and moves it into place: a reader sees old or new keys.
 * @returns false if `first` and another node was quicker: then its file counts
 */
export async function writeEnvelopeKeys(
  directory: string,
  loaded: LoadedKeys,
  first: boolean,
): Promise<boolean> {
  const path = join(directory, ENVELOPE_KEY_FILE);
  const beside = `${path}.${randomUUID()}`;
  const signsFrom = Object.fromEntries(loaded.keys.map((key) => [key.kid, key.signsFrom]));
  await mkdir(directory, { recursive: true, mode: 0o700 });
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(JSON.stringify({ store: loaded.store.toJSON(true), signsFrom }));
      await handle.sync();
    } finally {
      await handle.close();
    }
    // Unlike a rename, a link never replaces.
    await (first ? link(beside, path) : rename(beside, path));
    return true;
  } catch (error) {
    if (first && (error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(beside, { force: true });
  }
}

/** Adds a new P-256 key to the store. node-jose would make it in JavaScript, which takes a third of a second. */
export async function addSigningKey(store: jose.JWK.KeyStore, signsFrom: number): Promise<SigningKey> {
  return readKey(await store.add({ ...generateKeyPair().privateJwk }), signsFrom);
}

function unfit(path: string, why: string, cause?: unknown): GatewayError {
  return new GatewayError('unavailable', `the key file \`${path}\` is unfit: ${why}`, { cause });
}
