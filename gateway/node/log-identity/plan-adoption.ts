/** Plans what `log adopt` would do: looks, and changes nothing. */
import { join } from 'node:path';
import type pg from 'pg';
import { findNewestCheckpoint } from '../../audit/log-store.ts';
import { findNewestPublished } from '../../identity/jose/envelope-keys/published-keys-store.ts';
import { type BeforeResuming, findBeforeResuming } from '../../registry/sharing/before-resuming-store.ts';
import { KeptHead } from '../../release/lease/kept-head.ts';
import { findSecrets, SECRET_FILES } from '../../settings/secrets.ts';
import { compareEnvelopeKeys } from './compare-envelope-keys.ts';
import { compareKeys, KEY_FILES, type KeyFile } from './compare-identity.ts';
import { findLiveNode } from './find-live-node.ts';
import { keyIdsOf, type LogIdentity, publicKeyIn } from './log-identity.ts';
import { findFormerNames, findLogIdentity } from './log-identity-store.ts';
import { logKeysHere } from './log-keys-here.ts';
import { findLogKeys, type LogKeys } from './log-keys-store.ts';

export interface AdoptionPlan {
  /** The database's record; null if nothing was ever recorded. */
  readonly recorded: LogIdentity | null;
  readonly origin: string;
  /** The keys compared with the record; empty if there is none. */
  readonly keys: readonly KeyFile[];
  /** The names of the files that will be made, below DATA_DIR/secrets. */
  readonly toMake: readonly string[];
  /** True if the log's key here is the recorded name's, and is set aside: another name has another key. */
  readonly setsLogKeyAside: boolean;
  /** The log compared with DATA_DIR/log-head.json, under the name that is recorded. */
  readonly head: 'unseen' | 'extended' | 'lacking';
  readonly size: number;
  /** False if everything fits, and `serve` starts. */
  readonly needed: boolean;
  readonly found: BeforeResuming;
}

export interface AdoptHere {
  readonly dataDir: string;
  readonly origin: string;
}

/**
 * @param pool as the owner of the database
 * @throws Error that says what to do first
 */
export async function planAdoption(pool: pg.Pool, { dataDir, origin }: AdoptHere): Promise<AdoptionPlan> {
  const recorded = await findLogIdentity(pool);
  const checkpoint = await findNewestCheckpoint(pool);
  if (checkpoint === null) throw new Error('there is no log to adopt: `serve` begins one');
  if (await findLiveNode(pool)) {
    throw new Error('a node runs on this log: stop every node first, then adopt it');
  }
  const secrets = findSecrets(dataDir);
  const logKeys = await findLogKeys(pool);
  const here = logKeys && logKeysHere(logKeys, dataDir, secrets.logKey);
  if (here !== null && here.advice !== null) throw new Error(here.advice);
  checkLogKey(origin, dataDir, secrets);
  const envelope = await compareEnvelopeKeys(await findNewestPublished(pool), dataDir);
  const keys = recorded === null ? [] : [...compareKeys(recorded, dataDir, secrets), envelope];
  // Compared under its recorded name: under a new one nobody has seen anything.
  const head = await new KeptHead({ dataDir, origin: recorded?.origin ?? origin }).compare(pool);
  const sameName = recorded === null || recorded.origin === origin;
  const logKey = keys.find(({ name }) => name === 'logKey')?.standing ?? 'fits';
  if (sameName && (head === 'lacking' || logKey !== 'fits')) {
    const why =
      head === 'lacking'
        ? 'the log lacks entries that were seen here (DATA_DIR/log-head.json), and were signed'
        : 'its key is not here, and what it signed stays signed';
    const instead = head !== 'lacking' && here !== null && here.next !== null ? NEXT_GOES_ON : '';
    throw new Error(`${why}: the log cannot go on as \`${origin}\`; set LOG_ORIGIN to a new name${instead}`);
  }
  if (!sameName && (await findFormerNames(pool)).includes(origin)) {
    throw new Error(
      `the log has gone on as \`${origin}\` before, and what it signed then stays signed: set LOG_ORIGIN to a new name`,
    );
  }
  const setsLogKeyAside = !sameName && hasSigned(logKeys, origin, secrets.logKey);
  const missing = Object.entries(SECRET_FILES)
    .filter(([name]) => !(name in secrets) || (name === 'logKey' && setsLogKeyAside))
    .map(([, file]) => file);
  return {
    ...{ recorded, origin, keys, setsLogKeyAside, head },
    toMake: [...missing, ...(envelope.standing === 'missing' ? [KEY_FILES.envelope] : [])],
    size: checkpoint.size,
    needed: recorded?.origin !== origin || keys.some(({ standing }) => standing !== 'fits'),
    found: await findBeforeResuming(pool),
  };
}

const NEXT_GOES_ON =
  ', or, since the next key is here, end the one that is lost: `npm run gateway -- log rotate finish`';

/** True if the key here has ever been the log's, or is to be its next one. */
function hasSigned(known: LogKeys | null, origin: string, logKey: string | undefined): boolean {
  if (known === null || logKey === undefined) return false;
  const its = publicKeyIn(keyIdsOf(origin, { logKey }).logKey as string);
  return [known.present, known.next, ...known.former].some(
    (vkey) => vkey !== null && publicKeyIn(vkey) === its,
  );
}

/** Checks the log's key. @throws Error if its file holds no such key */
function checkLogKey(origin: string, dataDir: string, { logKey }: ReturnType<typeof findSecrets>): void {
  if (logKey === undefined) return;
  try {
    keyIdsOf(origin, { logKey });
  } catch (cause) {
    const path = join(dataDir, 'secrets', SECRET_FILES.logKey);
    throw new Error(`\`${path}\` holds no Ed25519 key: move it away, and repeat this`, { cause });
  }
}
