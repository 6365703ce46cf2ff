/** Settles the keys of a node: it starts only with those of its log. */
import type pg from 'pg';
import { inTransaction } from '../../database/db-transaction.ts';
import type { Queryable } from '../../database/queryable.ts';
import type { KeptHead } from '../../release/lease/kept-head.ts';
import { lockHead } from '../../release/locks/locks-store.ts';
import {
  findSecrets,
  type KeptSecrets,
  loadSecrets,
  SECRET_FILES,
  type Secrets,
  withDerived,
} from '../../settings/secrets.ts';
import { findDemandedEnvelopeKeys } from './compare-envelope-keys.ts';
import { compareKeys, describeMisfit } from './compare-identity.ts';
import { identityOf, type LogIdentity } from './log-identity.ts';
import { claimLogIdentity, findLogIdentity, findLogUse } from './log-identity-store.ts';
import { logKeysHere } from './log-keys-here.ts';
import { findLogKeys, type LogKeys } from './log-keys-store.ts';

/** The keys of a node. */
export interface SettledSecrets extends Secrets {
  /** The key that signs beside `logKey` while the log changes its key; else null. */
  readonly nextLogKey: string | null;
  /** The advice to an operator to clear something away; null: none. */
  readonly advice: string | null;
}

export interface LogHere {
  readonly dataDir: string;
  readonly origin: string;
  readonly kept: KeptHead;
}

/**
 * Settles the keys. They are made only for a log on which no node has run: otherwise two keys would sign one
 * log, and what one node wrote another could not search. The first node records which log it is; an older log
 * without a record is claimed by a data directory that has its keys and has seen its head.
 * @throws Error that says which files to bring, and from where
 */
export async function settleLogIdentity(pool: pg.Pool, here: LogHere): Promise<SettledSecrets> {
  const recorded = await findLogIdentity(pool);
  if (recorded !== null) return fitting(pool, recorded, here);
  return inTransaction(pool, async (trx) => {
    await lockHead(trx);
    const byAnother = await findLogIdentity(trx);
    if (byAnother !== null) return fitting(trx, byAnother, here);
    const { beforeRecord, used } = await findLogUse(trx);
    if (used && !(beforeRecord && hasKeys(here) && (await here.kept.check(trx)))) throw new Error(UNKNOWN);
    const secrets = loadSecrets(here.dataDir);
    await claimLogIdentity(trx, identityOf(here.origin, secrets));
    return { ...secrets, nextLogKey: null, advice: null };
  });
}

/**
 * Compares the keys here with those of the log, and makes none.
 * @returns false if the database does not record yet which log it is
 * @throws Error as `settleLogIdentity`
 */
export async function checkLogIdentity(db: Queryable, here: Omit<LogHere, 'kept'>): Promise<boolean> {
  const recorded = await findLogIdentity(db);
  if (recorded === null) return false;
  await fitting(db, recorded, here);
  return true;
}

const UNKNOWN =
  'the database does not record which log this is, and this node, which has made no key, cannot tell: it has not the ' +
  `files ${Object.values(SECRET_FILES).join(', ')} in DATA_DIR/secrets, or has not seen this log ` +
  '(DATA_DIR/log-head.json). Start the node that ran on it last, with its DATA_DIR, or see ' +
  '`npm run gateway -- log adopt --help`';

function hasKeys({ dataDir }: LogHere): boolean {
  return Object.keys(findSecrets(dataDir)).length === Object.keys(SECRET_FILES).length;
}

async function fitting(
  db: Queryable,
  recorded: LogIdentity,
  { dataDir, origin }: Omit<LogHere, 'kept'>,
): Promise<SettledSecrets> {
  const found = findSecrets(dataDir);
  const logKeys = logKeysHere((await findLogKeys(db)) as LogKeys, dataDir, found.logKey);
  const here = { ...found, ...(logKeys.present === undefined ? {} : { logKey: logKeys.present }) };
  const told = new Set(logKeys.misfits.map(({ name }) => name));
  const keys = [
    ...logKeys.misfits,
    ...compareKeys(recorded, dataDir, here).filter(({ name }) => !told.has(name)),
    ...(await findDemandedEnvelopeKeys(db, dataDir)),
  ];
  const misfit = describeMisfit(recorded, origin, keys, logKeys.next !== null);
  if (misfit !== null) throw new Error(misfit);
  return { ...withDerived(here as KeptSecrets), nextLogKey: logKeys.next, advice: logKeys.advice };
}
