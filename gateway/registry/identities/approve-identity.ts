/** Registers, as the second person, the client, person or issuer that another one proposed. */

import { appendEvents } from '../../audit/append-events.ts';
import { type OwnerEvent, ownerEvent } from '../../audit/owner-event.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { lockRegistration } from '../registration/identities-store.ts';
import { approveByTwo } from '../two-people/approve-by-two.ts';
import { checkProposal } from './check-proposal.ts';
import { findIdentityProposal, type IdentityProposal, registerIdentity } from './identity-proposals-store.ts';
import type { ProposeDeps } from './propose-identity.ts';

/** The entry of each kind, and what its details tell, as a registration's do. */
const TOLD: Readonly<
  Record<IdentityProposal['what'], (facts: object) => Pick<OwnerEvent, 'kind' | 'owner'>>
> = {
  client: (facts) => ({ kind: 'client_changed', owner: { clients: [facts], status: 'active' } }),
  person: (facts) => ({ kind: 'person_added', owner: { persons: [facts] } }),
  issuer: (facts) => ({ kind: 'issuer_added', owner: { issuer: facts } }),
};

/** @throws GatewayError `not_found`; `conflict` as `checkProposal`; as `approveByTwo` */
export function approveIdentity(
  { owner, pool }: ProposeDeps,
  id: string,
  by: Grantor,
): Promise<IdentityProposal> {
  return approveByTwo(pool, by, {
    what: 'a new client, person or issuer',
    find: async (db) => {
      const found = await findIdentityProposal(db, id);
      if (found === null) throw notWaiting();
      return found;
    },
    lock: lockRegistration,
    prepare: (trx, found) => checkProposal(trx, owner, found),
    gone: 'the person who proposed this was removed: propose it again',
    set: async (trx, found) => {
      await registerProposed(trx, found, by);
      return found;
    },
  });
}

/** Writes the row and its entry. INVARIANT: under `lockRegistration`, after `checkProposal`, by the second person. */
export async function registerProposed(
  trx: Transaction,
  { agency: ori, agencyId, facts, id, proposedBy, what }: IdentityProposal,
  by: Grantor,
): Promise<void> {
  if (!(await registerIdentity(trx, id, by.personId))) throw notWaiting();
  const agency = agencyId === null || ori === null ? null : { id: agencyId, ori };
  const { kind, owner: told } = TOLD[what](facts);
  const who = { by: by.personId, secondFactor: by.secondFactor, proposedBy };
  await appendEvents(trx, [ownerEvent({ kind, agency, owner: { ...who, ...told } })]);
}

export const notWaiting = () =>
  new GatewayError('not_found', 'no proposal with this id waits for an approval');
