/** Carries out what takes two administrators and concerns one agency; until the second asks it, nothing changes. */
import type pg from 'pg';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { lockAgencyExclusive } from '../../release/locks/locks-store.ts';
import { notWithdrawnFromNow, refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import { approveProposal, findProposal, insertProposal, type Proposable } from './proposals-store.ts';
import { appendWord, type FirstWord, secondWord, type TakesTwo, type Word } from './second-word.ts';

export interface AgencyTakesTwo extends Proposable, Pick<TakesTwo, 'what'> {
  /** The facts for the owner's details of the proposal. */
  readonly proposed: Readonly<Record<string, unknown>>;
}

export interface ByTwo {
  readonly takes: AgencyTakesTwo;
  readonly word: Word;
  /** Runs under the agency's lock and the head lock. @throws GatewayError `conflict` if nothing changes */
  readonly change: (trx: Transaction, now: Date) => Promise<void>;
}

export interface ByTwoDone {
  /** True if it waits for another administrator. */
  readonly isOpen: boolean;
  /** Log index of its entry. */
  readonly index: number;
}

/** @throws GatewayError as `refuseIfRemoved` and `secondWord` */
export async function changeByTwo(
  pool: pg.Pool,
  { id, ori }: Pick<Agency, 'id' | 'ori'>,
  { change, takes, word }: ByTwo,
): Promise<ByTwoDone> {
  const agency = { id, ori };
  const refuseIfWithdrawn = await notWithdrawnFromNow(pool, id);
  return inTransaction(pool, async (trx) => {
    await lockAgencyExclusive(trx, id);
    await refuseIfWithdrawn(trx);
    await refuseIfRemoved(trx, word.by);
    const { entry, isOpen, proposedBy } = await agencyWord(trx, agency, takes, word);
    if (isOpen) return { isOpen, index: entry };
    const facts = { proposedBy, changed: takes.proposed };
    const { index, now } = await appendWord(trx, { kind: 'agency_changed', agency, facts }, word);
    await change(trx, now);
    return { isOpen, index };
  });
}

/** INVARIANT: runs under the agency's exclusive lock. @throws GatewayError as `secondWord` */
export async function agencyWord(
  trx: Transaction,
  { id, ori }: Pick<Agency, 'id' | 'ori'>,
  { proposed, what, ...proposable }: AgencyTakesTwo,
  word: Word,
): Promise<FirstWord> {
  const found = await findProposal(trx, proposable);
  const told = { kind: 'agency_changed', agency: { id, ori }, facts: { proposed } } as const;
  const insert = (_: Transaction, by: string, entry: number) => insertProposal(trx, proposable, by, entry);
  const first = await secondWord(trx, found, { what, told, insert }, word);
  if (found !== null && !first.isOpen) await approveProposal(trx, proposable, found, word.by.personId);
  return first;
}
