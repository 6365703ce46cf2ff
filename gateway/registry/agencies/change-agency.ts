/** Changes facts of an agency. One person may; what takes a right away is done as a revocation is. */
import { isDeepStrictEqual } from 'node:util';
import type { Agency, Ori } from '../../../sharing-rules/terms/agency.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import { inTransaction, type Transaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { readFacts } from '../../release/facts/facts-store.ts';
import { lockAgencyExclusive } from '../../release/locks/locks-store.ts';
import { awaitDrains } from '../../release/revoke/await-drains.ts';
import {
  type GrantedByPerson,
  notWithdrawnFromNow,
  type RefuseIfWithdrawn,
  refuseIfRemoved,
} from '../../release/revoke/grant-right.ts';
import {
  type WithdrawalResult,
  type WithdrawRightDeps,
  withdrawRight,
} from '../../release/revoke/withdraw-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { type AgencyTakesTwo, agencyWord } from '../two-people/change-by-two.ts';
import { findAgencyById, findOris, insertOris, notifyRegistry, updateAgency } from './agencies-store.ts';
import { updateAgreementFile } from './agreement-files-store.ts';
import { findEncryptionKey, updateEncryptionKey } from './encryption-keys-store.ts';
import { endGrantsOfAgency } from './ended-grants-store.ts';
import { type AgencyChange, type ChangePlan, planChange } from './plan-change.ts';
import { describeAgency, etagOf } from './present-agency.ts';
import { requireAgency } from './require-agency.ts';

/** The reason in a grant's row if a change made its agency ineligible: nobody gave one for the grant. */
const ENDED_WITH_AGENCY = 'the agency may no longer be granted anything';

export interface ChangeAgencyDeps extends WithdrawRightDeps {
  readonly owner: Ori;
}

export interface ChangeRequest {
  /** Any ORI of the entity. */
  readonly ori: string;
  readonly change: AgencyChange;
  /**
   * A checked public JWK; null takes the key away, undefined leaves it. No decision rests on it, but the one who holds
   * the old one's private half must read nothing more once it is replaced.
   */
  readonly encryptionKey: object | null | undefined;
  /** The SHA-256 of the agreement's file; null drops it, undefined leaves it. */
  readonly agreementFile?: string | null | undefined;
  readonly reason: string;
  readonly by: GrantedByPerson;
  /** Called if anything that is changed grants a right, or may. @throws GatewayError `forbidden` */
  readonly mayGrant: () => Grantor;
  /** The ETag of the state that the change is for; null: any state. */
  readonly ifMatch: string | null;
}

/** The result; `proposed`: nothing has changed until another administrator sends the same roster. */
export type ChangeAnswer =
  | { readonly agency: Agency; readonly lowered: WithdrawalResult | null }
  | { readonly proposed: number };

/**
 * @throws GatewayError `not_found`; `conflict` if the change is not possible or the row was changed since
 * (412 if `ifMatch` says so).
 */
export async function changeAgency(deps: ChangeAgencyDeps, request: ChangeRequest): Promise<ChangeAnswer> {
  const { owner, pool } = deps;
  const found = await requireAgency(pool, request.ori);
  const refuseIfWithdrawn = await notWithdrawnFromNow(pool, found.id);
  const first = await inTransaction(pool, (trx) => planOn(trx, found.id, request, owner));
  let lowered: WithdrawalResult | null = null;
  if (first.withdraws.length > 0) lowered = await lower(deps, found, request, first);
  else {
    const proposed = await raise(deps, found, request, refuseIfWithdrawn);
    if (proposed !== null) return { proposed };
  }
  return { agency: (await findAgencyById(pool, found.id)) as Agency, lowered };
}

/** Returns the log index of the proposal, if it takes a second person; null if the change is done. */
async function raise(
  { pool, owner }: ChangeAgencyDeps,
  agency: Agency,
  request: ChangeRequest,
  refuseIfWithdrawn: RefuseIfWithdrawn,
): Promise<number | null> {
  const { id } = agency;
  const proposed = await inTransaction(pool, async (trx) => {
    await lockAgencyExclusive(trx, id);
    await refuseIfWithdrawn(trx);
    const plan = await planOn(trx, id, request, owner);
    if (plan.withdraws.length > 0) throw changedInBetween();
    await refuseIfRemoved(trx, request.by);
    const word = () => ({ by: request.mayGrant(), reason: request.reason });
    const first =
      plan.rosterByTwo === null
        ? null
        : await agencyWord(trx, agency, largerRoster(id, plan.rosterByTwo), word());
    if (first?.isOpen) return first.entry;
    await write(trx, request, plan);
    await notifyRegistry(trx, id);
    await appendEvents(trx, [
      changeEvent(agency, request, plan, first === null ? {} : { proposedBy: first.proposedBy }),
    ]);
    return null;
  });
  // This may repeat a change that took a right away and is still being drained.
  if (proposed === null) await awaitDrains(pool);
  return proposed;
}

function largerRoster(id: number, roster: number): AgencyTakesTwo {
  const what = 'a larger roster under a grant in force';
  return { act: 'raise_roster', about: `${id}:${roster}`, what, proposed: { roster } };
}

/** If a grant in force ends, the record is `revoked`, as auditors expect; the change has its own entry. */
function lower(deps: ChangeAgencyDeps, { id, ori }: Agency, request: ChangeRequest, first: ChangePlan) {
  const { by, reason } = request;
  return withdrawRight(deps, {
    agency: { id, ori },
    grant: null,
    kind: first.revokes ? 'revoked' : 'agency_changed',
    reason,
    personId: by.personId,
    facts: {
      ...grantedBy(first, request.mayGrant),
      lowered: [...first.withdraws],
      ...(first.revokes ? {} : { changed: changedFacts(request, first) }),
    },
    change: async (trx) => {
      const plan = await planOn(trx, id, request, deps.owner);
      const isAsPlanned = plan.ends === first.ends && plan.revokes === first.revokes;
      if (!isAsPlanned || !isDeepStrictEqual(plan.withdraws, first.withdraws)) throw changedInBetween();
      if (plan.ends) {
        // Grants go first: the foreign key of an active grant needs an eligible agency.
        await endGrantsOfAgency(trx, id, by.personId, ENDED_WITH_AGENCY);
      }
      if (plan.revokes) await appendEvents(trx, [changeEvent({ id, ori }, request, plan)]);
      await write(trx, request, plan);
      if (plan.grants.length > 0) await refuseIfRemoved(trx, by);
    },
  });
}

/** Reads the facts and plans on them; binding only if the caller holds the agency's lock. */
async function planOn(
  trx: Transaction,
  agencyId: number,
  { agreementFile, change, encryptionKey, ifMatch, mayGrant }: ChangeRequest,
  owner: Ori,
): Promise<ChangePlan> {
  const facts = await readFacts(trx, [agencyId]);
  const known = facts.agencies.get(agencyId);
  if (known === undefined) throw new GatewayError('not_found', 'no agency of the registry has this ORI');
  if (ifMatch !== null && ifMatch !== etagOf(known.agency)) {
    throw new GatewayError('conflict', 'the agency is not as `If-Match` names it: read it again', {
      status: 412,
    });
  }
  const planned = planChange(known, change, owner, facts.now);
  const keyed = encryptionKey === undefined ? planned : await withKey(trx, planned, encryptionKey);
  // Whoever approves a grant trusts in the file that this names.
  const plan = agreementFile ? { ...keyed, grants: [...keyed.grants, 'agreementFile' as const] } : keyed;
  if (plan.grants.length > 0) mayGrant();
  return plan;
}

/**
 * A new key withdraws one right and grants another: the holder of the old key can read nothing more;
 * the holder of the new key can, or, without a key, anyone between the gateway and the partner.
 */
async function withKey(
  trx: Transaction,
  plan: ChangePlan,
  encryptionKey: object | null,
): Promise<ChangePlan> {
  const before = await findEncryptionKey(trx, plan.after.id);
  if (isDeepStrictEqual(before, encryptionKey)) return plan;
  return {
    ...plan,
    withdraws: before === null ? plan.withdraws : [...plan.withdraws, 'encryptionKey'],
    grants: [...plan.grants, 'encryptionKey'],
  };
}

async function write(
  trx: Transaction,
  { agreementFile, encryptionKey }: ChangeRequest,
  { after }: ChangePlan,
): Promise<void> {
  const known = await findOris(trx, after.id);
  const added = after.oris.filter((ori) => !known.includes(ori));
  if (added.length > 0) await insertOris(trx, after.id, added);
  await updateAgency(trx, after.id, after);
  if (encryptionKey !== undefined) await updateEncryptionKey(trx, after.id, encryptionKey);
  if (agreementFile !== undefined) await updateAgreementFile(trx, after.id, agreementFile);
}

function changeEvent(
  { id, ori }: Pick<Agency, 'id' | 'ori'>,
  request: ChangeRequest,
  plan: ChangePlan,
  facts: Readonly<Record<string, unknown>> = {},
) {
  const { by, mayGrant, reason } = request;
  const changed = changedFacts(request, plan);
  return ownerEvent({
    kind: 'agency_changed',
    agency: { id, ori },
    owner: { by: by.personId, ...grantedBy(plan, mayGrant), reason, ...facts, changed },
  });
}

/** Returns the second factor of the sign-in, if anything of the change grants a right. */
function grantedBy({ grants }: ChangePlan, mayGrant: ChangeRequest['mayGrant']) {
  return grants.length === 0 ? {} : { secondFactor: mayGrant().secondFactor };
}

/** Returns the members that were sent, as they stand after the change. */
function changedFacts(
  { agreementFile, change, encryptionKey }: ChangeRequest,
  { after }: ChangePlan,
): Record<string, unknown> {
  const facts = Object.entries(describeAgency(after)).filter(([name]) => Object.hasOwn(change, name));
  const beside = Object.entries({ encryptionKey, agreementFile }).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...facts, ...beside]);
}

function changedInBetween(): GatewayError {
  return new GatewayError(
    'conflict',
    'the agency was changed while this was in progress: read it again and repeat',
  );
}
