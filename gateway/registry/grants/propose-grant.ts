/** Proposes a grant as the first of two persons. It gives nothing yet; approval judges everything again. */
import type pg from 'pg';
import { decideGrant, type GrantProposal } from '../../../sharing-rules/administer.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import type { Grantor } from '../../sign-in/require-administrator.ts';
import { findAgencyByOri } from '../agencies/agencies-store.ts';
import { findGrant, type GrantRecord, insertProposal } from './grants-store.ts';
import { papersUnder } from './papers-under.ts';
import { describeTerms } from './present-grant.ts';

export interface Proposal extends GrantProposal {
  /** The ORI as it was sent; only an exact one is accepted. */
  readonly partnerOri: string;
  /** The agreement of two gateways that it names in place of its papers. */
  readonly networkAgreement?: string;
}

/** Writes row and entry together. @throws GatewayError as `refuseIfRemoved`, `papersUnder`; `refused` with the reasons */
export function proposeGrant(
  { pool, owner }: { readonly pool: pg.Pool; readonly owner: Ori },
  asked: Proposal,
  by: Grantor,
): Promise<GrantRecord> {
  return inTransaction(pool, async (trx) => {
    const { networkAgreement = null, partnerOri } = asked;
    const agency = await findAgencyByOri(trx, partnerOri);
    const now = await readNow(trx);
    const named =
      agency === null || networkAgreement === null
        ? {}
        : { agreement: await papersUnder(trx, networkAgreement, { agencyId: agency.id, owner }, asked) };
    const proposal = { ...asked, ...named };
    const { agreement } = proposal;
    const reasons = decideGrant({ owner, agency, partnerOri, proposal, now });
    if (agency === null || agreement === undefined || reasons.length > 0) throw notGrantable(reasons);
    const id = await insertProposal(
      trx,
      {
        certification: null,
        ...proposal,
        agreement,
        networkAgreement,
        agencyId: agency.id,
        proposedBy: by.personId,
      },
      now,
    );
    const grant = (await findGrant(trx, id)) as GrantRecord;
    await refuseIfRemoved(trx, by);
    await appendOwnerEvent(trx, {
      kind: 'grant_proposed',
      agency: { id: agency.id, ori: agency.ori },
      grant: id,
      owner: { by: by.personId, secondFactor: by.secondFactor, terms: describeTerms(grant) },
    });
    return grant;
  });
}

/** Returns the error for an agency or terms that cannot be granted, or no longer can. */
export function notGrantable(reasons: readonly Reason[]): GatewayError {
  return new GatewayError('refused', 'this agency cannot be granted this: see `reasons`', {
    status: 422,
    reasons,
  });
}
