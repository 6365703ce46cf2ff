/** The SHA-256 of the file of an agency's agreement. No decision reads it, so it is not among the agency's facts. */
import type { Transaction } from '../../database/db-transaction.ts';
import { findValue, type Queryable } from '../../database/queryable.ts';

export const findAgreementFile = (db: Queryable, agencyId: number) =>
  findValue<string>(db, 'SELECT agreement_file_sha256 AS sha256 FROM agency WHERE id = $1', [agencyId]);

export async function updateAgreementFile(
  trx: Transaction,
  agencyId: number,
  sha256: string | null,
): Promise<void> {
  await trx.query('UPDATE agency SET agreement_file_sha256 = $2 WHERE id = $1', [agencyId, sha256]);
}
