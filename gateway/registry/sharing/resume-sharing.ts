/** Ends a halt: one administrator proposes it, another one resumes. */
import type pg from 'pg';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { exclusiveLockStatements } from '../../release/locks/locks-store.ts';
import { notWithdrawnFromNow, refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import { notifyRegistry } from '../agencies/agencies-store.ts';
import { appendWord, secondWord, type TakesTwo, type Word } from '../two-people/second-word.ts';
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

const TAKES_TWO: TakesTwo = {
  what: 'the end of a halt',
  told: { kind: 'resume_proposed', agency: null },
  insert: insertResumeProposal,
};

/**
 * It takes two persons, as a grant does: after a halt for a log that lacks revocations, grants share again
 * that somebody had ended. To halt takes one, so nobody need hesitate. A grant that was revoked, expired or
 * lost its agency's eligibility during the halt stays ended. A proposal ends with the next halt, and if its
 * proposer is removed; repeated by the same person it stays what it was. Safe to repeat.
 * @throws GatewayError `conflict` if sharing was halted again meanwhile, or nobody oversees it; as
 * `refuseIfRemoved`; `forbidden` if it is not certain that the two are two people
 */
export async function resumeSharing({ pool }: { readonly pool: pg.Pool }, order: Word): Promise<Resumed> {
  const { personId } = order.by;
  const refuseIfWithdrawn = await notWithdrawnFromNow(pool, null);
  const resume = async (trx: Transaction): Promise<Resumed> => {
    await refuseIfWithdrawn(trx);
    await refuseIfRemoved(trx, order.by);
    const { halted } = await findSharingState(trx);
    if (halted) await requireOversight(trx);
    const first = halted ? await secondWord(trx, await findResumeProposal(trx), TAKES_TWO, order) : null;
    if (first?.isOpen) return { status: 'proposed', index: first.entry };
    await resumeInDatabase(trx, personId);
    await notifyRegistry(trx, null);
    const told = { kind: 'resumed', agency: null, facts: { proposedBy: first?.proposedBy ?? null } } as const;
    return { status: 'resumed', index: (await appendWord(trx, told, order)).index };
  };
  return inTransaction(pool, resume, { first: exclusiveLockStatements(null), harmlessTwice: true });
}
