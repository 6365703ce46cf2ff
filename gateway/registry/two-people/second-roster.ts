/** A larger roster under a grant in force: one administrator proposes it, another one who sends the same raises it. */
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import type { Raiser } from '../../sign-in/require-administrator.ts';
import { approveProposal, findProposal, insertProposal, type Proposable } from './proposals-store.ts';
import { requireTwoPeople } from './require-two-people.ts';

export interface RosterWord extends Pick<Raiser, 'secondFactor'> {
  readonly personId: string;
  readonly reason: string;
}

/** Whether the roster waits for another administrator, and who proposed it in which entry. */
interface FirstWord {
  readonly isOpen: boolean;
  readonly proposedBy: string;
  readonly entry: number;
}

/** INVARIANT: under the agency's exclusive lock. @throws GatewayError as `requireTwoPeople` */
export async function secondRoster(
  trx: Transaction,
  { id, ori }: Agency,
  roster: number,
  { personId, reason, secondFactor }: RosterWord,
): Promise<FirstWord> {
  const what: Proposable = { act: 'raise_roster', about: `${id}:${roster}` };
  const first = await findProposal(trx, what);
  if (first?.proposedBy === personId) return { isOpen: true, ...first };
  if (first !== null) {
    await requireTwoPeople(trx, 'a larger roster under a grant in force', first.proposedBy, personId);
    await approveProposal(trx, what, first, personId);
    return { isOpen: false, ...first };
  }
  const owner = { by: personId, secondFactor, reason, proposed: { roster } };
  const { sealed } = await appendEvents(trx, [
    ownerEvent({ kind: 'agency_changed', agency: { id, ori }, owner }),
  ]);
  const entry = sealed[0]?.index as number;
  await insertProposal(trx, what, personId, entry);
  return { isOpen: true, proposedBy: personId, entry };
}
