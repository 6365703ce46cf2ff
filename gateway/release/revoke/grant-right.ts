/**
 * Keeps a grant of access from undoing a revocation made meanwhile, or coming from a person removed
 * meanwhile: it may wait long for locks, and is tried again where a halt or revocation ended its session.
 */
import type pg from 'pg';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { findIdentities, isActive, isRegistered } from '../../identity/registrations-store.ts';
import { lockHead } from '../locks/locks-store.ts';
import { findEpoch } from './marks-store.ts';

/** The person or client who grants a right, as registered when they signed in. */
export type GrantedBy = Pick<Subject, 'agencyId' | 'issuer' | 'clientId' | 'identities' | 'personId'>;

/** The same, where a natural person answers for it. */
export type GrantedByPerson = GrantedBy & { readonly personId: string };

/** Throws after a revocation since this was made. INVARIANT: under the exclusive lock of what it binds. */
export type RefuseIfWithdrawn = (trx: Transaction) => Promise<void>;

/** Make it before the transaction begins. @param agencyId null: what binds everybody */
export async function notWithdrawnFromNow(
  pool: pg.Pool,
  agencyId: number | null,
): Promise<RefuseIfWithdrawn> {
  const before = await findEpoch(pool, agencyId);
  return async (trx) => {
    if ((await findEpoch(trx, agencyId)) === before) return;
    throw new GatewayError(
      'conflict',
      'access was taken away while this was in progress, so nothing was changed: check the present state, and repeat it',
    );
  };
}

/**
 * Holds the person who grants a right to how they are registered now: a person, client or issuer that was
 * removed after the sign-in grants nothing. As in the commit of a query, the version of the registrations is
 * compared under the head lock, which every removal takes too: no grant stands behind a removal's record.
 * INVARIANT: the last of the transaction's locks; the caller commits, or appends its entry and commits.
 * @throws GatewayError `forbidden` where they were removed, `conflict` where others of their agency, or an
 * issuer, were changed: then nothing is changed
 */
export async function refuseIfRemoved(trx: Transaction, by: GrantedBy): Promise<void> {
  await lockHead(trx);
  // Nobody has signed in without a version.
  if (by.identities !== undefined && (await findIdentities(trx, by.agencyId)) === by.identities) return;
  if (!(await isRegistered(trx, by))) {
    throw new GatewayError(
      'forbidden',
      'you were removed while this was in progress, or the client or issuer by which you signed in: nothing was changed',
    );
  }
  throw new GatewayError(
    'conflict',
    'a client or person of your agency, or an issuer, was changed while this was in progress, so nothing was changed: repeat it',
  );
}

/**
 * Refuses an act of two persons, if the first is gone when the second approves. INVARIANT: after
 * `refuseIfRemoved`, under the head lock.
 * @param why what is said where the first was removed
 * @param said when the first said it: whoever was suspended since does not stand by it
 * @throws GatewayError `forbidden`
 */
export async function refuseOfRemoved(
  trx: Transaction,
  personId: string,
  why: string,
  said?: Date,
): Promise<void> {
  if (!(await isActive(trx, personId, said))) throw new GatewayError('forbidden', why);
}
