/** The second of two persons approves: from the COMMIT on, sharing is in force. */
import type pg from 'pg';
import { decideGrant } from '../../../sharing-rules/administer.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { readFacts } from '../../release/facts/facts-store.ts';
import { lockAgencyExclusive } from '../../release/locks/locks-store.ts';
import { refuseIfRemoved, refuseOfRemoved } from '../../release/revoke/raise-right.ts';
import type { Raiser } from '../../sign-in/require-administrator.ts';
import { notifyRegistry, updateAgency } from '../agencies/agencies-store.ts';
import { retireExpiredGrant } from '../agencies/ended-grants-store.ts';
import { requireOversight } from '../sharing/halt-unless-overseen.ts';
import { requireTwoPeople } from '../two-people/require-two-people.ts';
import { activateGrant, findGrant, type GrantRecord } from './grants-store.ts';
import { describeTerms } from './present-grant.ts';

export type ApprovalAnswer =
  | { readonly kind: 'approved'; readonly grant: GrantRecord }
  /** The agency or the terms cannot be granted (any more). */
  | { readonly kind: 'refused'; readonly reasons: readonly Reason[] };

/**
 * Judges eligibility again under the agency's lock, copies agreement and certification to the agency and activates
 * the grant, all in one transaction with its entry.
 * @throws GatewayError `not_found`; `forbidden` for the proposer's own person, and where the proposer was removed: two
 * persons stand behind a grant, and a proposal may have been the reason of the removal; `conflict` where the grant is not
 * proposed any more, another is in force, or nobody oversees the sharing.
 */
export async function approveGrant(
  { pool, owner }: { readonly pool: pg.Pool; readonly owner: Ori },
  grantId: string,
  by: Raiser,
): Promise<ApprovalAnswer> {
  const proposed = await findGrant(pool, grantId);
  if (proposed === null) throw new GatewayError('not_found', 'no grant has this id');
  // Before who approves it: nobody else could either.
  requireProposed(proposed);
  const { agencyId, proposedBy } = proposed;
  await requireTwoPeople(pool, 'a grant', proposedBy, by.personId);
  return inTransaction(pool, async (trx): Promise<ApprovalAnswer> => {
    await lockAgencyExclusive(trx, agencyId);
    const facts = await readFacts(trx, [agencyId]);
    const known = facts.agencies.get(agencyId);
    const grant = await findGrant(trx, grantId);
    requireProposed(grant);
    if (known === undefined) throw new GatewayError('not_found', 'no agency of the registry has this grant');
    if (known.grant?.status === 'active' && facts.now < known.grant.validUntil) {
      const { id } = known.grant;
      throw new GatewayError(
        'conflict',
        `another grant to this agency is in force: revoke that one first, \`${id}\`, then approve this one`,
      );
    }
    const { agency } = known;
    const reasons = decideGrant({ owner, agency, partnerOri: agency.ori, proposal: grant, now: facts.now });
    if (reasons.length > 0) return { kind: 'refused', reasons };

    await retireExpiredGrant(trx, agencyId, facts.now);
    const { agreement, certification } = grant;
    // Before the grant: the foreign key of an active grant asks for an agency with both.
    await updateAgency(trx, agencyId, { ...agency, agreement, certification });
    await refuseIfRemoved(trx, by);
    const gone = 'the person who proposed this was removed or suspended since: propose it again';
    await refuseOfRemoved(trx, proposedBy, gone, new Date(grant.proposedAt));
    await requireOversight(trx);
    await activateGrant(trx, grantId, by.personId);
    await notifyRegistry(trx, agencyId);
    const approved = (await findGrant(trx, grantId)) as GrantRecord;
    await appendEvents(trx, [
      ownerEvent({
        kind: 'grant_approved',
        agency: { id: agencyId, ori: agency.ori },
        grant: grantId,
        owner: { by: by.personId, secondFactor: by.secondFactor, proposedBy, terms: describeTerms(approved) },
      }),
    ]);
    return { kind: 'approved', grant: approved };
  });
}

/** @throws GatewayError `conflict` */
function requireProposed(grant: GrantRecord | null): asserts grant is GrantRecord {
  if (grant?.status === 'proposed') return;
  throw new GatewayError(
    'conflict',
    grant?.shown === 'active'
      ? 'this grant was approved already and is in force: there is nothing left to approve'
      : 'this grant is no longer a proposal: propose a new one',
  );
}
