/** Finds the keys of a data directory with which a log signs now: one, or two while it changes its key. */
import { createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import { verifierKey } from '../../audit/signed-note.ts';
import { findNextLogKey, NEXT_LOG_KEY_FILE, SECRET_FILES } from '../../settings/secrets.ts';
import type { KeyFile } from './compare-identity.ts';
import { publicKeyIn } from './log-identity.ts';
import type { LogKeys } from './log-keys-store.ts';

export interface LogKeysHere {
  /** The present private key (PEM); if no file has it, the text of `log-key.pem`; undefined: nothing. */
  readonly present: string | undefined;
  /** The next private key; null if there is none, or it is not here. */
  readonly next: string | null;
  /** The keys that do not fit, beside what the file of the present key shows. */
  readonly misfits: readonly KeyFile[];
  /** The advice to an operator to clear something away; null: none. */
  readonly advice: string | null;
}

/**
 * Finds the keys. The next key lies beside the present one. If nobody has moved it since it took the present
 * one's place, it is used where it lies.
 * @param found the text of `log-key.pem`
 */
export function logKeysHere(recorded: LogKeys, dataDir: string, found: string | undefined): LogKeysHere {
  const { former, next: nextKey, origin, present: presentKey } = recorded;
  const beside = findNextLogKey(dataDir);
  const path = join(dataDir, 'secrets', SECRET_FILES.logKey);
  const pathOfNext = join(dataDir, 'secrets', NEXT_LOG_KEY_FILE);
  const is = (pem: string | null | undefined, vkey: string | null) =>
    pem != null && vkey !== null && publicKeyOf(pem, origin) === publicKeyIn(vkey);
  const isMoved = !is(found, presentKey) && is(beside, presentKey);
  const advice = isMoved
    ? `the key in \`${path}\` no longer signs this log, and \`${pathOfNext}\` has the one that does; next: mv ${pathOfNext} ${path}`
    : null;
  const isRetired = !isMoved && former.some((vkey) => is(found, vkey));
  const misfits: KeyFile[] = isRetired ? [{ name: 'logKey', path, standing: 'retired' }] : [];
  if (nextKey !== null && !is(beside, nextKey)) {
    const standing = beside === null ? 'missing' : 'another';
    misfits.push({ name: 'nextLogKey', path: pathOfNext, standing });
  }
  return {
    present: isMoved ? (beside as string) : found,
    next: is(beside, nextKey) ? beside : null,
    misfits,
    advice,
  };
}

/** Returns the public key of a PEM; null if it holds none. */
function publicKeyOf(pem: string, origin: string): string | null {
  try {
    return publicKeyIn(verifierKey(origin, createPrivateKey(pem)));
  } catch {
    return null;
  }
}
