/**
 * Keeps the envelope keys fresh on every node: takes over what another node rotated, or rotates, one node at a time.
 */
import type pg from 'pg';
import { DAY } from '../../../../sharing-rules/terms/retention.ts';
import { inTransaction } from '../../../database/db-transaction.ts';
import type { Logger } from '../../../settings/logger.ts';
import type { EnvelopeKeys, RotationTiming } from './envelope-keys.ts';
import { findNewestPublished, recordLater, recordPublished } from './published-keys-store.ts';
import { tryRotationLock } from './rotation-lock-store.ts';

const HOUR = 3_600_000;

/** A new key is known everywhere before it signs; an envelope in a case file can be verified for a month after. */
export const ENVELOPE_TIMING: RotationTiming = { publishAhead: HOUR, overlap: 30 * DAY };

/** Milliseconds that a key signs. */
const SIGNS_FOR = 90 * DAY;

/**
 * @param now milliseconds
 * @returns true if this node published a new key
 * @throws GatewayError `unavailable` if the key file or the database cannot be used; the keys in memory stay
 */
export async function rotateEnvelopeKeys(
  { pool, keys }: { readonly pool: pg.Pool; readonly keys: EnvelopeKeys },
  now: number,
): Promise<boolean> {
  return inTransaction(pool, async (trx) => {
    const mine = await tryRotationLock(trx);
    // Read before the file: anyone who publishes writes the file first, and commits then.
    const newest = await findNewestPublished(trx);
    await keys.reload();
    // A key of its own would be one that no other node knows.
    if (newest !== null && !keys.keepUp(newest, now)) return false;
    if (!mine) return false;
    await recordLater(trx, keys.kids, newest);
    if (now < keys.newest.signsFrom + SIGNS_FOR) return false;
    const before = keys.newest.kid;
    await keys.rotate(now, (kid) => recordPublished(trx, kid, before));
    return true;
  });
}

/** Calls `rotateEnvelopeKeys`, and reports the file's fault each time, until somebody has fixed it. */
export async function keepEnvelopeKeys(
  {
    pool,
    keys,
    log,
  }: { readonly pool: pg.Pool; readonly keys: EnvelopeKeys; readonly log: Pick<Logger, 'error'> },
  now: number,
): Promise<void> {
  try {
    await rotateEnvelopeKeys({ pool, keys }, now);
  } finally {
    if (keys.fault !== null) log.error({ degraded: 'envelopes' }, keys.fault);
  }
}
