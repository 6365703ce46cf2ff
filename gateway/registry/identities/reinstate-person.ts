/** Lets a suspended person sign in again; it takes another person, with a second factor. */
import type pg from 'pg';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { lockAgencyExclusive } from '../../release/locks/locks-store.ts';
import { notWithdrawnFromNow, refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { findPerson, setPersonReinstated } from './persons-store.ts';

export interface PersonReinstatement {
  readonly id: string;
  readonly by: Grantor;
  readonly reason: string;
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
  { by, id, reason }: PersonReinstatement,
): Promise<number> {
  const person = await findPerson(pool, id);
  if (person === null) throw new GatewayError('not_found', 'no person has this id');
  if (by.personId === id) throw new GatewayError('forbidden', 'you cannot reinstate yourself');
  const { agency: ori, agencyId, issuer, subject } = person;
  const refuseIfWithdrawn = await notWithdrawnFromNow(pool, agencyId);
  return inTransaction(pool, async (trx) => {
    await lockAgencyExclusive(trx, agencyId);
    await refuseIfWithdrawn(trx);
    await refuseIfRemoved(trx, by);
    if (!(await setPersonReinstated(trx, id))) {
      throw new GatewayError('conflict', 'this person is not suspended');
    }
    const { personId, secondFactor } = by;
    const { index } = await appendOwnerEvent(trx, {
      kind: 'person_reinstated',
      agency: { id: agencyId, ori },
      owner: { by: personId, secondFactor, reason, person: { id, issuer, subject } },
    });
    return index;
  });
}
