/**
 * Keeps the envelope keys fresh on every node: takes over what another node rotated, or rotates, one node at a time.
 */
import type pg from 'pg';
import { DAY } from '../../sharing-rules/retention.ts';
import { inTransaction } from '../database/db-transaction.ts';
import type { EnvelopeKeys, RotationTiming } from './envelope-keys.ts';
import { tryRotationLock } from './rotation-lock-store.ts';

const HOUR = 3_600_000;

/** A new key is known everywhere before it signs; an envelope in a case file can be verified for a month after. */
export const ENVELOPE_TIMING: RotationTiming = { publishAhead: HOUR, overlap: 30 * DAY };

/** How long a key signs, ms. */
const SIGNS_FOR = 90 * DAY;

/**
 * @param now ms
 * @returns whether this node published a new key
 * @throws GatewayError `unavailable` if the key file or the database cannot be used; the keys in memory stay
 */
export async function rotateEnvelopeKeys(
  { pool, keys }: { readonly pool: pg.Pool; readonly keys: EnvelopeKeys },
  now: number,
): Promise<boolean> {
  return inTransaction(pool, async (trx) => {
    const mine = await tryRotationLock(trx);
    await keys.reload();
    if (!mine || now < keys.newest.signsFrom + SIGNS_FOR) return false;
    await keys.rotate(now);
    return true;
  });
}
