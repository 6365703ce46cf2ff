/** Removes one person: a right is taken away, so it goes the way of a revocation. One person may; safe to repeat. */
import { GatewayError } from '../../faults/errors.ts';
import {
  type LoweringBy,
  type LoweringDeps,
  type LoweringResult,
  lowerRight,
} from '../../release/revoke/lower-right.ts';
import { findPerson, setPersonRemoved } from './persons-store.ts';

export interface PersonRemoval extends LoweringBy {
  readonly id: string;
}

/**
 * Answers under way to the person's whole agency are cut, since the epoch is the agency's; its others ask again.
 * Nobody is kept from removing the last administrator, or themselves: a stolen sign-in must end at once.
 * @throws GatewayError `not_found`, `unavailable` (then nobody is removed).
 */
export async function removePerson(
  deps: LoweringDeps,
  { id, ...by }: PersonRemoval,
): Promise<LoweringResult> {
  const person = await findPerson(deps.pool, id);
  if (person === null) throw new GatewayError('not_found', 'no person has this id');
  const { agency: ori, agencyId, issuer, subject } = person;
  return lowerRight(deps, {
    agency: { id: agencyId, ori },
    grant: null,
    kind: 'person_removed',
    onePersonId: id,
    ...by,
    facts: { person: { id, issuer, subject }, status: 'removed' },
    // Not `single`: the one who holds the person's row waits for the log's head.
    change: (trx) => setPersonRemoved(trx, id),
  });
}
