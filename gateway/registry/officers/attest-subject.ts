/** Keeps what an agency attests of an officer; what bars the officer suspends at once, the way of a revocation. */
import { decideAttestation } from '../../../sharing-rules/terms/attestation.ts';
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { type LoweringDeps, type LoweringResult, lowerRight } from '../../release/revoke/lower-right.ts';
import { type RaisedByPerson, refuseIfRemoved } from '../../release/revoke/raise-right.ts';
import type { Raiser } from '../../sign-in/require-administrator.ts';
import { findAgencyById } from '../agencies/agencies-store.ts';
import { type AttestedFacts, findSubject, setAttestation, setSubjectStatus } from './subjects-store.ts';

export interface SubjectAttestation extends AttestedFacts {
  readonly subjectId: string;
  readonly by: RaisedByPerson;
  /** Asked where nothing bars the officer, who may go on then. @throws GatewayError `forbidden` */
  readonly mayRaise: () => Raiser;
}

export interface AttestationAnswer {
  /** Why the officer was suspended; empty where nothing bars. */
  readonly reasons: readonly Reason[];
  /** The suspension; null where there was none. */
  readonly suspension: LoweringResult | null;
}

/** @throws GatewayError `not_found`; `malformed` for a training in the future; as `refuseIfRemoved`; `unavailable`. */
export async function attestSubject(
  deps: LoweringDeps,
  { mayRaise, subjectId, by, ...facts }: SubjectAttestation,
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
    const { secondFactor } = mayRaise();
    await inTransaction(deps.pool, async (trx) => {
      await setAttestation(trx, subjectId, facts, personId);
      await refuseIfRemoved(trx, by);
      await appendEvents(trx, [
        ownerEvent({
          kind: 'subject_attested',
          agency: entity,
          owner: { by: personId, secondFactor, ...facts },
          officerId: subjectId,
        }),
      ]);
    });
    return { reasons, suspension: null };
  }
  const suspension = await lowerRight(deps, {
    agency: entity,
    grant: null,
    kind: 'subject_suspended',
    reason: `attestation: ${reasons.map(({ detail }) => detail).join(', ')}`,
    personId,
    officerId: subjectId,
    facts: { attestation: { ...facts } },
    change: async (trx) => {
      // In this order: what is attested of a suspended officer raises nothing, no matter who says so.
      await setSubjectStatus(trx, subjectId, 'suspended');
      await setAttestation(trx, subjectId, facts, personId);
    },
  });
  return { reasons, suspension };
}
