/** Keeps what takes two administrators and concerns an agency: one proposes it, and another who asks the same does it. */
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { approveProposal, findProposal, insertProposal, type Proposable } from './proposals-store.ts';
import { requireTwoPeople } from './require-two-people.ts';

export interface Word extends Pick<Grantor, 'secondFactor'> {
  readonly personId: string;
  readonly reason: string;
}

export interface TakesTwo extends Proposable {
  /** The thing that takes two, as the beginning of a sentence: `a grant`. */
  readonly what: string;
  /** The facts for the owner's details of the proposal. */
  readonly proposed: Readonly<Record<string, unknown>>;
}

/** The proposal; it is open while it waits for another administrator. */
interface FirstWord {
  readonly isOpen: boolean;
  readonly proposedBy: string;
  readonly entry: number;
}

/** INVARIANT: runs under the agency's exclusive lock. @throws GatewayError as `requireTwoPeople` */
export async function secondWord(
  trx: Transaction,
  { id, ori }: Pick<Agency, 'id' | 'ori'>,
  { proposed, what, ...proposable }: TakesTwo,
  { personId, reason, secondFactor }: Word,
): Promise<FirstWord> {
  const first = await findProposal(trx, proposable);
  if (first?.proposedBy === personId) return { isOpen: true, ...first };
  if (first !== null) {
    await requireTwoPeople(trx, what, first.proposedBy, personId);
    await approveProposal(trx, proposable, first, personId);
    return { isOpen: false, ...first };
  }
  const owner = { by: personId, secondFactor, reason, proposed };
  const { sealed } = await appendEvents(trx, [
    ownerEvent({ kind: 'agency_changed', agency: { id, ori }, owner }),
  ]);
  const entry = sealed[0]?.index as number;
  await insertProposal(trx, proposable, personId, entry);
  return { isOpen: true, proposedBy: personId, entry };
}
