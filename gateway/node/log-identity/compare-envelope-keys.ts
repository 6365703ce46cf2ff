/** Compares the envelopes' keys of a data directory with those that the log's nodes publish. */
import { join } from 'node:path';
import type { Queryable } from '../../database/queryable.ts';
import { ENVELOPE_KEY_FILE, readEnvelopeKeys } from '../../identity/jose/envelope-keys/envelope-key-file.ts';
import { findNewestPublished } from '../../identity/jose/envelope-keys/published-keys-store.ts';
import type { KeyFile } from './compare-identity.ts';
import { findLogUse } from './log-identity-store.ts';

/**
 * @param newest name of the key that was published last; null if none is recorded
 * @throws GatewayError `unavailable` if the file is unfit: it says why, and what to do
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

/** Returns the keys demanded; none if they may be made, since no node has run on the log. @throws as above */
export async function findDemandedEnvelopeKeys(db: Queryable, dataDir: string): Promise<KeyFile[]> {
  const newest = await findNewestPublished(db);
  if (newest === null && !(await findLogUse(db)).used) return [];
  return [await compareEnvelopeKeys(newest, dataDir)];
}
