/** Ends a halt: one administrator proposes it, another one resumes. */
import type pg from 'pg';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { exclusiveLockStatements } from '../../release/locks/locks-store.ts';
import { notWithdrawnFromNow, refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { notifyRegistry } from '../agencies/agencies-store.ts';
import { requireEmployeeId, requireTwoPeople } from '../two-people/require-two-people.ts';
import { requireOversight } from './halt-unless-overseen.ts';
import {
  findResumeProposal,
  findSharingState,
  insertResumeProposal,
  resumeInDatabase,
} from './sharing-store.ts';

export interface Resumed {
  /** `proposed`: sharing is halted as before, until another administrator resumes. */
  readonly status: 'proposed' | 'resumed';
  /** Log index of its entry. */
  readonly index: number;
}

interface Resumption {
  readonly by: Grantor;
  readonly reason: string;
}

/**
 * It takes two persons, as a grant does: after a halt for a log that lacks revocations, grants share again
 * that somebody had ended. To halt takes one, so nobody need hesitate. A grant that was revoked, expired or
 * lost its agency's eligibility during the halt stays ended. A proposal ends with the next halt, and if its
 * proposer is removed; repeated by the same person it stays what it was. Safe to repeat.
 * @throws GatewayError `conflict` if sharing was halted again meanwhile, or nobody oversees it; as
 * `refuseIfRemoved`; `forbidden` if it is not certain that the two are two people
 */
export async function resumeSharing(
  { pool }: { readonly pool: pg.Pool },
  order: Resumption,
): Promise<Resumed> {
  const { personId } = order.by;
  const refuseIfWithdrawn = await notWithdrawnFromNow(pool, null);
  const resume = async (trx: Transaction): Promise<Resumed> => {
    await refuseIfWithdrawn(trx);
    await refuseIfRemoved(trx, order.by);
    const { halted } = await findSharingState(trx);
    if (halted) await requireOversight(trx);
    const proposal = halted ? await findResumeProposal(trx) : null;
    if (halted && proposal === null) return propose(trx, order);
    const proposedBy = proposal?.proposedBy ?? null;
    if (proposal !== null) {
      if (proposedBy === personId) return { status: 'proposed', index: proposal.entry };
      await requireTwoPeople(trx, 'the end of a halt', proposal.proposedBy, personId);
    }
    await resumeInDatabase(trx, personId);
    await notifyRegistry(trx, null);
    return { status: 'resumed', index: await append(trx, 'resumed', order, { proposedBy }) };
  };
  return inTransaction(pool, resume, { first: exclusiveLockStatements(null), harmlessTwice: true });
}

async function propose(trx: Transaction, order: Resumption): Promise<Resumed> {
  const { personId } = order.by;
  await requireEmployeeId(trx, personId);
  const index = await append(trx, 'resume_proposed', order);
  await insertResumeProposal(trx, personId, index);
  return { status: 'proposed', index };
}

async function append(
  trx: Transaction,
  kind: 'resume_proposed' | 'resumed',
  { by, reason }: Resumption,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  const owner = { by: by.personId, secondFactor: by.secondFactor, reason, ...facts };
  const { sealed } = await appendEvents(trx, [ownerEvent({ kind, agency: null, owner })]);
  return sealed[0]?.index as number;
}
