/** Approves a grant as the second of two persons: from the COMMIT on, sharing is in force. */
import type pg from 'pg';
import { decideGrant } from '../../../sharing-rules/administer.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { readFacts } from '../../release/facts/facts-store.ts';
import { lockAgencyExclusive } from '../../release/locks/locks-store.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { notifyRegistry, updateAgency } from '../agencies/agencies-store.ts';
import { retireExpiredGrant } from '../agencies/ended-grants-store.ts';
import { requireOversight } from '../sharing/halt-unless-overseen.ts';
import { approveByTwo } from '../two-people/approve-by-two.ts';
import { activateGrant, findGrant, type GrantRecord } from './grants-store.ts';
import { papersUnder } from './papers-under.ts';
import { describeTerms } from './present-grant.ts';
import { notGrantable } from './propose-grant.ts';

/**
 * Judges eligibility again under the agency's lock, copies agreement and certification to the agency and activates
 * the grant, all in one transaction with its entry.
 * @throws GatewayError `not_found`; `forbidden` for the proposer's own person, and for a removed proposer:
 * two persons stand behind a grant, and it may have been the reason for the removal; `conflict` if the grant
 * is no longer proposed, another is in force, or nobody oversees the sharing.
 */
export function approveGrant(
  { pool, owner }: { readonly pool: pg.Pool; readonly owner: Ori },
  grantId: string,
  by: Grantor,
): Promise<GrantRecord> {
  return approveByTwo(pool, by, {
    what: 'a grant',
    find: async (db) => {
      const grant = requireFound(await findGrant(db, grantId), 'grant');
      // This is checked before the approver is, since nobody else could approve it either.
      requireProposed(grant);
      return { ...grant, proposedAt: new Date(grant.proposedAt) };
    },
    lock: (trx, { agencyId }) => lockAgencyExclusive(trx, agencyId),
    prepare: async (trx, { agencyId, agreement, certification, networkAgreement, ...terms }) => {
      const { agencies, now } = await readFacts(trx, [agencyId]);
      const known = agencies.get(agencyId);
      if (known === undefined)
        throw new GatewayError('not_found', 'no agency of the registry has this grant');
      if (known.grant?.status === 'active' && now < known.grant.validUntil) {
        const { id } = known.grant;
        throw new GatewayError(
          'conflict',
          `another grant to this agency is in force: revoke that one first, \`${id}\`, then approve this one`,
        );
      }
      const { agency } = known;
      const proposal = { ...terms, agreement, ...(certification === null ? {} : { certification }) };
      const reasons = decideGrant({ owner, agency, partnerOri: agency.ori, proposal, now });
      if (reasons.length > 0) throw notGrantable(reasons);
      if (networkAgreement !== null) await papersUnder(trx, networkAgreement, { agencyId, owner }, terms);
      await retireExpiredGrant(trx, agencyId, now);
      // The agency goes before the grant: the foreign key of an active grant asks for an agency with both.
      await updateAgency(trx, agencyId, {
        ...agency,
        agreement,
        certification: certification ?? agency.certification,
      });
    },
    gone: 'the person who proposed this was removed or suspended since: propose it again',
    set: async (trx, { agencyId, partner, proposedBy }) => {
      await requireOversight(trx);
      await activateGrant(trx, grantId, by.personId);
      await notifyRegistry(trx, agencyId);
      const approved = (await findGrant(trx, grantId)) as GrantRecord;
      const { personId, secondFactor } = by;
      await appendOwnerEvent(trx, {
        kind: 'grant_approved',
        agency: { id: agencyId, ori: partner },
        grant: grantId,
        owner: { by: personId, secondFactor, proposedBy, terms: describeTerms(approved) },
      });
      return approved;
    },
  });
}

/** @throws GatewayError `conflict` */
function requireProposed(grant: GrantRecord): void {
  if (grant.status === 'proposed') return;
  throw new GatewayError(
    'conflict',
    grant.shown === 'active'
      ? 'this grant was approved already and is in force: there is nothing left to approve'
      : 'this grant is no longer a proposal: propose a new one',
  );
}
