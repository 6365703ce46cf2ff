/** Whether a data directory has the keys with which a log signs now: one, or two while it changes its key. */
import { createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import { verifierKey } from '../audit/signed-note.ts';
import { findNextLogKey, NEXT_LOG_KEY_FILE, SECRET_FILES } from '../settings/secrets.ts';
import type { KeyFile } from './compare-identity.ts';
import { publicKeyIn } from './log-identity.ts';
import type { LogKeys } from './log-keys-store.ts';

export interface LogKeysHere {
  /** The private key of the present one (PEM); what is in `log-key.pem` where no file has it; undefined: nothing. */
  readonly present: string | undefined;
  /** Of the next one; null where there is none, or it is not here. */
  readonly next: string | null;
  /** What does not fit beyond what the file of the present key says. */
  readonly misfits: readonly KeyFile[];
  /** What an operator should clear away; null: nothing. */
  readonly advice: string | null;
}

/**
 * The next key lies beside the present one. On a machine where nobody has moved it since it took the present one's
 * place, it is used where it lies.
 * @param found what is in `log-key.pem`
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

/** Null for what holds no such key. */
function publicKeyOf(pem: string, origin: string): string | null {
  try {
    return publicKeyIn(verifierKey(origin, createPrivateKey(pem)));
  } catch {
    return null;
  }
}
