/**
 * Suspends or removes one person, as a revocation does, since a right is taken away. One person may, and it
 * is safe to repeat. Two people remove a Chief or an auditor, and suspend the last of them who can sign in:
 * so nobody with one key can be rid of all who would see it.
 */
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { lockAgencyExclusive } from '../../release/locks/locks-store.ts';
import { refuseOfRemoved } from '../../release/revoke/grant-right.ts';
import {
  type WithdrawalBy,
  type WithdrawalResult,
  type WithdrawRightDeps,
  withdrawRight,
} from '../../release/revoke/withdraw-right.ts';
import type { WithdrawnBy } from '../../sign-in/withdrawal.ts';
import { haltUnlessOverseen } from '../sharing/halt-unless-overseen.ts';
import { takesTwoToStop } from '../sharing/oversight-store.ts';
import {
  approveProposal,
  findProposal,
  insertProposal,
  type Proposable,
} from '../two-people/proposals-store.ts';
import { judgeFirst, secondWord, type TakesTwo } from '../two-people/second-word.ts';
import { findPerson, type RegisteredPerson, setPersonStopped } from './persons-store.ts';

const STOPS = {
  suspended: { kind: 'person_suspended', act: 'suspend_person', grants: 'suspend_person' },
  removed: { kind: 'person_removed', act: 'remove_person', grants: 'remove_overseer' },
} as const;

const STOPPING = 'stopping who oversees the sharing';

export interface PersonStop extends WithdrawalBy, Pick<WithdrawnBy, 'grantor'> {
  readonly id: string;
  readonly status: keyof typeof STOPS;
}

/** `proposed`: nothing has changed until another administrator does the same. */
export type Stopped =
  | { readonly status: 'proposed'; readonly index: number }
  | ({ readonly status: 'suspended' | 'removed'; readonly halted: boolean } & WithdrawalResult);

/**
 * Cuts answers under way to the person's whole agency, since the epoch is the agency's; its others ask again.
 * Nobody is kept from stopping the last administrator, or themselves: a stolen sign-in must end at once.
 * @throws GatewayError `not_found`; `conflict` for the suspension of a removed person; `unavailable` (then
 * nobody is stopped); if it takes two, `forbidden` for the person concerned, and as `requireTwoPeople`
 */
export async function stopPerson(
  deps: WithdrawRightDeps,
  { id, grantor, status, ...by }: PersonStop,
): Promise<Stopped> {
  const person = requireFound(await findPerson(deps.pool, id), 'person');
  if (status === 'suspended' && person.status === 'removed') {
    throw new GatewayError('conflict', 'this person was removed, and cannot sign in');
  }
  const stop = STOPS[status];
  const what: Proposable = { act: stop.act, about: id };
  const isByTwo = await takesTwoToStop(deps.pool, id, status);
  const proposal = isByTwo ? await findProposal(deps.pool, what) : null;
  if (isByTwo) {
    const second = grantor(stop.grants);
    if (by.personId === id) {
      throw new GatewayError('forbidden', 'this takes two administrators other than the person concerned');
    }
    if (proposal === null) return propose(deps, person, what, { ...by, grantor: second });
    const { isOpen, entry } = await judgeFirst(deps.pool, proposal, STOPPING, by.personId);
    if (isOpen) return { status: 'proposed', index: entry };
  }
  const halted = isByTwo && (await haltUnlessOverseen(deps, by, { personId: id }));
  const { agency: ori, agencyId, issuer, subject } = person;
  const lowered = await withdrawRight(deps, {
    agency: { id: agencyId, ori },
    grant: null,
    kind: stop.kind,
    onePersonId: id,
    ...by,
    facts: {
      person: { id, issuer, subject },
      status,
      ...(proposal === null ? {} : { proposedBy: proposal.proposedBy }),
    },
    // Not `single`: a transaction that holds the person's row waits for the log's head.
    change: async (trx) => {
      if ((await takesTwoToStop(trx, id, status)) !== isByTwo) {
        throw new GatewayError(
          'conflict',
          'another person was changed while this was in progress: repeat it',
        );
      }
      if (proposal !== null) await approveProposal(trx, what, proposal, by.personId);
      await setPersonStopped(trx, id, status);
    },
  });
  return { status, halted, ...lowered };
}

function propose(
  { pool }: WithdrawRightDeps,
  { agency: ori, agencyId, id, issuer, subject }: RegisteredPerson,
  what: Proposable,
  by: WithdrawalBy & { readonly grantor: ReturnType<WithdrawnBy['grantor']> },
): Promise<Stopped> {
  return inTransaction(pool, async (trx) => {
    await lockAgencyExclusive(trx, agencyId);
    await by.provided;
    await refuseOfRemoved(trx, by.personId, 'you were removed or suspended while this was in progress');
    const agency = { id: agencyId, ori };
    const facts = { act: what.act, person: { id, issuer, subject } };
    const takes: TakesTwo = {
      what: STOPPING,
      told: { kind: 'person_removal_proposed', agency, facts },
      insert: (_, personId, entry) => insertProposal(trx, what, personId, entry),
    };
    const { entry } = await secondWord(trx, null, takes, { by: by.grantor, reason: by.reason });
    return { status: 'proposed', index: entry };
  });
}
