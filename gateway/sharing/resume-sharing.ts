/** Ends a halt: one administrator proposes it, another one resumes. */
import type pg from 'pg';
import { notifyRegistry } from '../agencies/agencies-store.ts';
import { appendEvents } from '../audit/append-events.ts';
import { ownerEvent } from '../audit/owner-event.ts';
import { inTransaction, type Transaction } from '../database/db-transaction.ts';
import { GatewayError } from '../errors.ts';
import type { Raiser } from '../http/require-administrator.ts';
import { findEmployeeIds, holdPerson } from '../persons/persons-store.ts';
import { requireTwoPeople } from '../persons/require-two-people.ts';
import { exclusiveLockStatements } from '../release/locks-store.ts';
import { notLoweredFromNow } from '../release/raise-right.ts';
import {
  findResumeProposal,
  findSharingState,
  insertResumeProposal,
  resumeInDatabase,
} from './sharing-store.ts';

export interface Resumed {
  /** `proposed`: sharing is halted as before, until another administrator resumes. */
  readonly status: 'proposed' | 'resumed';
  /** Log index of the entry that tells of it. */
  readonly index: number;
}

interface ResumedBy extends Raiser {
  readonly reason: string;
}

/**
 * Two persons, as for a grant: what was halted may have been halted for a log that lacks revocations, and then grants
 * share again that somebody had ended. To halt takes one, so nobody need think twice before halting. A grant that was
 * revoked, expired or lost its agency's eligibility meanwhile stays ended. A proposal ends with the next halt, and with
 * the removal of whoever made it; repeated by the same person it stays what it was. Safe to repeat.
 * @throws GatewayError `conflict` where sharing was halted anew while this was under way; `forbidden` for whoever was
 * removed, and where it is not known that the two are two people
 */
export async function resumeSharing({ pool }: { readonly pool: pg.Pool }, by: ResumedBy): Promise<Resumed> {
  const refuseIfLowered = await notLoweredFromNow(pool, null);
  const resume = async (trx: Transaction): Promise<Resumed> => {
    await holdPerson(trx, by.personId);
    await refuseIfLowered(trx);
    const { halted } = await findSharingState(trx);
    const proposal = halted ? await findResumeProposal(trx) : null;
    if (halted && proposal === null) return propose(trx, by);
    const proposedBy = proposal?.proposedBy ?? null;
    if (proposal !== null) {
      if (proposedBy === by.personId) return { status: 'proposed', index: proposal.entry };
      await requireTwoPeople(trx, 'the end of a halt', proposal.proposedBy, by.personId);
    }
    await resumeInDatabase(trx, by.personId);
    await notifyRegistry(trx, null);
    return { status: 'resumed', index: await append(trx, 'resumed', by, { proposedBy }) };
  };
  return inTransaction(pool, resume, { first: exclusiveLockStatements(null), harmlessTwice: true });
}

async function propose(trx: Transaction, by: ResumedBy): Promise<Resumed> {
  if (!(await findEmployeeIds(trx, [by.personId])).has(by.personId)) {
    throw new GatewayError(
      'forbidden',
      'a halt is ended by two people, and you have no employee id: have the owner give you one with `register`',
    );
  }
  const index = await append(trx, 'resume_proposed', by);
  await insertResumeProposal(trx, by.personId, index);
  return { status: 'proposed', index };
}

async function append(
  trx: Transaction,
  kind: 'resume_proposed' | 'resumed',
  { personId, reason, secondFactor }: ResumedBy,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  const owner = { by: personId, secondFactor, reason, ...facts };
  const { sealed } = await appendEvents(trx, [ownerEvent({ kind, agency: null, owner })]);
  return sealed[0]?.index as number;
}
