/** Locks the rotation of the envelope keys. */

import { LOCK_SPACE } from '../../../database/advisory-locks.ts';
import type { Transaction } from '../../../database/db-transaction.ts';
import { findValue } from '../../../database/queryable.ts';

/** Tries the lock without waiting. @returns true if it is this transaction's turn, until it ends */
export const tryRotationLock = async (trx: Transaction) =>
  (await findValue<boolean>(trx, 'SELECT pg_try_advisory_xact_lock($1, 0) AS mine', [
    LOCK_SPACE.envelopeRotation,
  ])) === true;

/** Waits for the lock: for anyone who starts. */
export async function lockRotation(trx: Transaction): Promise<void> {
  await trx.query('SELECT pg_advisory_xact_lock($1, 0)', [LOCK_SPACE.envelopeRotation]);
}
