/**
 * The key that an agency has registered to have answers encrypted for it. Read when an answer is sealed, never cached.
 */
import type { Transaction } from '../../database/db-transaction.ts';
import type { Queryable } from '../../database/queryable.ts';

/** Returns the public JWK, or null if the agency has none. @throws Error if the agency is unknown */
export async function findEncryptionKey(db: Queryable, agencyId: number): Promise<object | null> {
  const { rows } = await db.query<{ key: object | null }>(
    'SELECT encryption_key AS key FROM agency WHERE id = $1',
    [agencyId],
  );
  if (rows[0] === undefined) throw new Error('the agency of a release is not in the registry');
  return rows[0].key;
}

export async function updateEncryptionKey(
  trx: Transaction,
  agencyId: number,
  key: object | null,
): Promise<void> {
  await trx.query('UPDATE agency SET encryption_key = $2 WHERE id = $1', [
    agencyId,
    key === null ? null : JSON.stringify(key),
  ]);
}
