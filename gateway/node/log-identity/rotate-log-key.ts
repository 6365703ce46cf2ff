/**
 * Rotates the log's key, without a stop and under the same name. The next key is made and carried to every
 * node; then it is in force beside the present one, and nodes that start sign with both; at last the present
 * one ends. Each step is an entry of the log. Roots do not depend on keys: all nodes sign the same text.
 */
import { createPrivateKey } from 'node:crypto';
import type pg from 'pg';
import { ensureAuditDays } from '../../audit/log-store.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { verifierKey } from '../../audit/signed-note.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import {
  ensureNextLogKey,
  findNextLogKey,
  findSecrets,
  removeNextLogKey,
  replaceLogKey,
} from '../../settings/secrets.ts';
import { publicKeyIn } from './log-identity.ts';
import { countNodesWithout, findLogKeys, type LogKeys, setLogKeys } from './log-keys-store.ts';

export interface RotateHere {
  readonly dataDir: string;
  readonly origin: string;
}

export interface PreparedKey {
  /** The verifier key of the next one. */
  readonly next: string;
  readonly path: string;
  readonly made: boolean;
}

export interface Rotated {
  /** The log index of the entry that records it. */
  readonly index: number;
  readonly keys: LogKeys;
}

/**
 * Makes the next key beside the present one, which still signs alone: nothing else is changed.
 * @throws Error if the signing key is not here, or the log is changing its key already
 */
export async function prepareNextKey(pool: pg.Pool, here: RotateHere): Promise<PreparedKey> {
  const { former, next, present } = await keysOf(pool, here);
  if (next !== null)
    throw new Error(
      `the log is changing its key already: ${next} signs as well; next, to see where it stands: npm run gateway -- log rotate finish`,
    );
  const { logKey } = findSecrets(here.dataDir);
  if (logKey === undefined || publicKeyIn(keyOf(here.origin, logKey)) !== publicKeyIn(present)) {
    throw new Error(
      `DATA_DIR (${here.dataDir}) does not have the key with which the log signs: run this where a node of the log runs`,
    );
  }
  const { made, path, pem } = ensureNextLogKey(here.dataDir);
  const vkey = isKey(pem) ? keyOf(here.origin, pem) : null;
  if (vkey === null) throw new Error(anotherKey(path, 'does not hold an Ed25519 key'));
  if (vkey === present) throw new Error(anotherKey(path, 'is the key with which the log signs already'));
  if (former.includes(vkey)) throw new Error(anotherKey(path, 'is a key that was ended before'));
  return { next: vkey, path, made };
}

/** Makes nodes start only with both keys from now on. @throws Error as `prepareNextKey` */
export async function beginRotation(pool: pg.Pool, here: RotateHere): Promise<Rotated> {
  const { next } = await prepareNextKey(pool, here);
  const before = await keysOf(pool, here);
  return change(pool, before, { ...before, next }, 'log_key_added', { added: next, beside: before.present });
}

/** Counts running nodes that do not sign with the next key. @throws Error if there is no next key */
export async function findLagging(pool: pg.Pool, here: RotateHere): Promise<number> {
  return countNodesWithout(pool, nextOf(await keysOf(pool, here)));
}

/**
 * Ends the present key, and deletes its file here: the next one takes its place.
 * @throws Error if a running node does not have the next key, or it is not here
 */
export async function finishRotation(pool: pg.Pool, here: RotateHere): Promise<Rotated> {
  const before = await keysOf(pool, here);
  const next = nextOf(before);
  const pem = findNextLogKey(here.dataDir);
  if (pem === null || !isKey(pem) || publicKeyIn(keyOf(here.origin, pem)) !== publicKeyIn(next)) {
    throw new Error(
      `DATA_DIR (${here.dataDir}) does not have the next key; next: run this where a node of the log runs, or bring ` +
        'log-key-next.pem from there or from the backup; if it is lost: npm run gateway -- log rotate cancel --confirm',
    );
  }
  const lagging = await countNodesWithout(pool, next);
  if (lagging > 0) {
    throw new Error(
      `${lagging} of the nodes that run do not sign with the next key yet: restart each of them, then repeat this`,
    );
  }
  const { former, present } = before;
  const now = { ...before, present: next, next: null, former: [...former, present] };
  const done = await change(pool, before, now, 'log_key_retired', { retired: present, goesOn: next });
  replaceLogKey(here.dataDir);
  return done;
}

/** Ends the next key, which was lost or exposed: it never replaces the present one. */
export async function cancelRotation(pool: pg.Pool, here: RotateHere): Promise<Rotated> {
  const before = await keysOf(pool, here);
  const next = nextOf(before);
  const now = { ...before, next: null, former: [...before.former, next] };
  const facts = { retired: next, goesOn: before.present };
  const done = await change(pool, before, now, 'log_key_retired', facts);
  removeNextLogKey(here.dataDir);
  return done;
}

async function change(
  pool: pg.Pool,
  before: LogKeys,
  keys: LogKeys,
  kind: 'log_key_added' | 'log_key_retired',
  owner: Readonly<Record<string, string>>,
): Promise<Rotated> {
  await ensureAuditDays(pool);
  const index = await inTransaction(pool, async (trx) => {
    if (!(await setLogKeys(trx, before, keys))) {
      throw new Error('the keys of the log were changed just now: look again, and repeat this');
    }
    // The asker's part can be proven to another gateway, so that it can follow the change.
    const { index } = await appendOwnerEvent(trx, { kind, agency: null, owner, asker: owner });
    return index;
  });
  return { index, keys };
}

async function keysOf(pool: pg.Pool, { origin }: RotateHere): Promise<LogKeys> {
  const keys = await findLogKeys(pool);
  if (keys === null) {
    throw new Error('no node has run on this log: its key is the one in DATA_DIR when the first one starts');
  }
  if (keys.origin !== origin) {
    throw new Error(`LOG_ORIGIN is \`${origin}\`, and the log is \`${keys.origin}\`: set it to that`);
  }
  return keys;
}

function nextOf({ next }: LogKeys): string {
  if (next === null)
    throw new Error(
      'the log is not changing its key; next, to change it: npm run gateway -- log rotate begin',
    );
  return next;
}

const keyOf = (origin: string, pem: string) => verifierKey(origin, createPrivateKey(pem));

function isKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

function anotherKey(path: string, what: string): string {
  return `\`${path}\` ${what}; next: rm ${path}, then, for another key: npm run gateway -- log rotate begin`;
}
