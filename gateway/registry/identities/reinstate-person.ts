/** Lets a suspended person sign in again; it takes another person, with a second factor. */
import type pg from 'pg';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { lockAgencyExclusive } from '../../release/locks/locks-store.ts';
import { notWithdrawnFromNow, refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import { appendWord, type Word } from '../two-people/second-word.ts';
import { findPerson, setPersonReinstated } from './persons-store.ts';

export interface PersonReinstatement extends Word {
  readonly id: string;
}

/**
 * Keeps roles and clients as they were registered. Approvals that the person gave alone before the suspension
 * stay worthless, and sharing that was halted stays halted.
 * @returns log index of its entry
 * @throws GatewayError `not_found`; `forbidden` for the person concerned; as `refuseIfRemoved`; `conflict` if
 * the person is not suspended, or was suspended again while this was under way
 */
export async function reinstatePerson(
  { pool }: { readonly pool: pg.Pool },
  { id, ...word }: PersonReinstatement,
): Promise<number> {
  const person = requireFound(await findPerson(pool, id), 'person');
  if (word.by.personId === id) throw new GatewayError('forbidden', 'you cannot reinstate yourself');
  const { agency: ori, agencyId, issuer, subject } = person;
  const refuseIfWithdrawn = await notWithdrawnFromNow(pool, agencyId);
  return inTransaction(pool, async (trx) => {
    await lockAgencyExclusive(trx, agencyId);
    await refuseIfWithdrawn(trx);
    await refuseIfRemoved(trx, word.by);
    if (!(await setPersonReinstated(trx, id))) {
      throw new GatewayError('conflict', 'this person is not suspended');
    }
    const agency = { id: agencyId, ori };
    const facts = { person: { id, issuer, subject } };
    return (await appendWord(trx, { kind: 'person_reinstated', agency, facts }, word)).index;
  });
}
