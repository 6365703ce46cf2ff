/** Whether the envelopes' keys of a data directory are those that the log's nodes publish. */
import { join } from 'node:path';
import type { Queryable } from '../database/queryable.ts';
import { ENVELOPE_KEY_FILE, readEnvelopeKeys } from '../jose/envelope-keys/envelope-key-file.ts';
import { findNewestPublished } from '../jose/envelope-keys/published-keys-store.ts';
import type { KeyFile } from './compare-identity.ts';
import { findLogUse } from './log-identity-store.ts';

/**
 * @param newest name of the key that was published last; null where none is recorded
 * @throws GatewayError `unavailable` where the file is unfit: it says why, and what to do
 */
export async function compareEnvelopeKeys(newest: string | null, dataDir: string): Promise<KeyFile> {
  const directory = join(dataDir, 'secrets');
  const loaded = await readEnvelopeKeys(directory);
  const standing = () => {
    if (loaded === undefined) return 'missing';
    return newest === null || loaded.keys.some(({ kid }) => kid === newest) ? 'fits' : 'behind';
  };
  return { name: 'envelope', path: join(directory, ENVELOPE_KEY_FILE), standing: standing() };
}

/** None where they may be made: for a log that never published any, and on which no node has run. @throws as above */
export async function findDemandedEnvelopeKeys(db: Queryable, dataDir: string): Promise<KeyFile[]> {
  const newest = await findNewestPublished(db);
  if (newest === null && !(await findLogUse(db)).used) return [];
  return [await compareEnvelopeKeys(newest, dataDir)];
}
