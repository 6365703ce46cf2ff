/** Settles the envelopes' keys of a node: it starts only with those that the log's other nodes publish. */
import { join } from 'node:path';
import type pg from 'pg';
import { inTransaction } from '../../database/db-transaction.ts';
import { EnvelopeKeys } from '../../identity/jose/envelope-keys/envelope-keys.ts';
import { findNewestPublished, recordLater } from '../../identity/jose/envelope-keys/published-keys-store.ts';
import { ENVELOPE_TIMING } from '../../identity/jose/envelope-keys/rotate-envelope-keys.ts';
import { lockRotation } from '../../identity/jose/envelope-keys/rotation-lock-store.ts';
import { findDemandedEnvelopeKeys } from './compare-envelope-keys.ts';
import { describeMisfit } from './compare-identity.ts';

/**
 * Opens the keys. The first key is made only for a log on which no node has run: otherwise what one node
 * signed would not verify by the key set of another. A log without a record takes the keys of the first node
 * that starts on it and has some.
 * @param now milliseconds
 * @throws Error that says which file to bring, and from where; GatewayError `unavailable` if it is unfit
 */
export async function settleEnvelopeKeys(
  pool: pg.Pool,
  { dataDir, origin }: { readonly dataDir: string; readonly origin: string },
  now: number,
): Promise<EnvelopeKeys> {
  return inTransaction(pool, async (trx) => {
    await lockRotation(trx);
    // Asked again: another node may have published one since the other keys were compared.
    const misfit = describeMisfit({ origin }, origin, await findDemandedEnvelopeKeys(trx, dataDir));
    if (misfit !== null) throw new Error(misfit);
    const keys = await EnvelopeKeys.open(join(dataDir, 'secrets'), ENVELOPE_TIMING, now);
    await recordLater(trx, keys.kids, await findNewestPublished(trx));
    return keys;
  });
}
