/** Keeps what an agency attests of an officer; one that bars them suspends at once, as a revocation. */
import { decideAttestation } from '../../../sharing-rules/terms/attestation.ts';
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { type GrantedByPerson, refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import {
  type WithdrawalResult,
  type WithdrawRightDeps,
  withdrawRight,
} from '../../release/revoke/withdraw-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { findAgencyById } from '../agencies/agencies-store.ts';
import { type AttestedFacts, findSubject, setAttestations, setSubjectStatus } from './officers-store.ts';

export interface SubjectAttestation extends AttestedFacts {
  readonly subjectId: string;
  readonly by: GrantedByPerson;
  /** Called if nothing bars the officer, who may then go on. @throws GatewayError `forbidden` */
  readonly mayGrant: () => Grantor;
}

export interface AttestationAnswer {
  /** The reasons of the suspension; empty if nothing bars the officer. */
  readonly reasons: readonly Reason[];
  /** The suspension; null if there was none. */
  readonly suspension: WithdrawalResult | null;
}

/** @throws GatewayError `not_found`; `malformed` for a training in the future; as `refuseIfRemoved`; `unavailable`. */
export async function attestOfficer(
  deps: WithdrawRightDeps,
  { mayGrant, subjectId, by, ...facts }: SubjectAttestation,
  now: number,
): Promise<AttestationAnswer> {
  const subject = await findSubject(deps.pool, subjectId);
  const agency = subject === null ? null : await findAgencyById(deps.pool, subject.agencyId);
  if (subject === null || agency === null) throw new GatewayError('not_found', 'no subject has this id');
  const { personId } = by;
  const trainedOn = Date.parse(facts.trainedOn);
  if (!(trainedOn <= now)) throw new GatewayError('malformed', '`trainedOn` must be a day in the past');
  const { employerOri, federalDetail } = facts;
  const reasons = decideAttestation(agency, { employerOri, federalDetail });
  const entity = { id: agency.id, ori: agency.ori };
  if (reasons.length === 0) {
    const { secondFactor } = mayGrant();
    await inTransaction(deps.pool, async (trx) => {
      await setAttestations(trx, [{ id: subjectId, ...facts }], personId);
      await refuseIfRemoved(trx, by);
      await appendOwnerEvent(trx, {
        kind: 'subject_attested',
        agency: entity,
        owner: { by: personId, secondFactor, ...facts },
        officerId: subjectId,
      });
    });
    return { reasons, suspension: null };
  }
  const suspension = await withdrawRight(deps, {
    agency: entity,
    grant: null,
    kind: 'subject_suspended',
    reason: `attestation: ${reasons.map(({ detail }) => detail).join(', ')}`,
    personId,
    officerId: subjectId,
    facts: { attestation: { ...facts } },
    change: async (trx) => {
      // The suspension goes first: an attestation of a suspended officer grants nothing, whoever makes it.
      await setSubjectStatus(trx, subjectId, 'suspended');
      await setAttestations(trx, [{ id: subjectId, ...facts }], personId);
    },
  });
  return { reasons, suspension };
}
