/** Lets two administrators do what one may not: the first who asks for it proposes it, and another who asks the same does it. */
import { appendOwnerEvent, type OwnerEvent } from '../../audit/owner-event.ts';
import type { Transaction } from '../../database/db-transaction.ts';
import type { Queryable } from '../../database/queryable.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { requireEmployeeId, requireTwoPeople } from './require-two-people.ts';

/** Names the person who asks for the act, and the reason. */
export interface Word {
  readonly by: Grantor;
  readonly reason: string;
}

/** Holds the first administrator's proposal, until a second one agrees. */
export interface Proposed {
  readonly proposedBy: string;
  /** Log index of its entry. */
  readonly entry: number;
}

/** The proposal; it is open while it waits for another administrator. */
export interface FirstWord extends Proposed {
  readonly isOpen: boolean;
}

/** Adds to an act's entry the facts beside the person and the reason. */
export interface Told extends Pick<OwnerEvent, 'agency' | 'kind'> {
  readonly facts?: OwnerEvent['owner'];
}

export interface TakesTwo {
  /** The thing that takes two, as the beginning of a sentence: `a grant`. */
  readonly what: string;
  /** The entry of the proposal. */
  readonly told: Told;
  readonly insert: (trx: Transaction, proposedBy: string, entry: number) => Promise<void>;
}

/**
 * Proposes the act, or is the second word for it. INVARIANT: runs under the lock of what it changes.
 * @param found the proposal that is open
 * @throws GatewayError `forbidden` if it is not certain that the two are two people
 */
export async function secondWord(
  trx: Transaction,
  found: Proposed | null,
  { insert, told, what }: TakesTwo,
  word: Word,
): Promise<FirstWord> {
  const { personId } = word.by;
  if (found !== null) return judgeFirst(trx, found, what, personId);
  await requireEmployeeId(trx, personId);
  const { index: entry } = await appendWord(trx, told, word);
  await insert(trx, personId, entry);
  return { isOpen: true, proposedBy: personId, entry };
}

/** @throws GatewayError as `requireTwoPeople` for another person who is not known to be one */
export async function judgeFirst(
  db: Queryable,
  { entry, proposedBy }: Proposed,
  what: string,
  personId: string,
): Promise<FirstWord> {
  const isOpen = proposedBy === personId;
  if (!isOpen) await requireTwoPeople(db, what, proposedBy, personId);
  return { isOpen, proposedBy, entry };
}

/** Writes the entry of a proposal, or of what the second person does. */
export function appendWord(
  trx: Transaction,
  { facts, ...told }: Told,
  { by: { personId, secondFactor }, reason }: Word,
): ReturnType<typeof appendOwnerEvent> {
  return appendOwnerEvent(trx, { ...told, owner: { by: personId, secondFactor, reason, ...facts } });
}
