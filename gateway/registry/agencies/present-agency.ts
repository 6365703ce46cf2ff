/** An agency as the outside sees it. */
import { createHash } from 'node:crypto';
import { decideEligibility } from '../../../sharing-rules/administer.ts';
import type { Agency, Ori } from '../../../sharing-rules/terms/agency.ts';
import { publicReasons } from '../../../sharing-rules/terms/reasons.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { canonicalJson } from '../../audit/canonical-json.ts';
import type { TypeOf } from '../../http/schemas/shapes.ts';
import type { AgencyFields } from './agencies-store.ts';
import type { KeptAgency, listedAgency } from './agency.schema.ts';

/** Returns the facts of an agency with days as `YYYY-MM-DD`; a log entry keeps the same. */
export function describeAgency(agency: AgencyFields): KeptAgency {
  const { agreement, certification } = agency;
  return {
    ori: agency.ori,
    oris: [...agency.oris],
    name: agency.name,
    class: agency.class,
    state: agency.state,
    county: agency.county,
    boundByArticle74: agency.boundByArticle74,
    has287g: agency.has287g,
    federalMembers: agency.federalMembers,
    status: agency.status,
    roster: agency.roster,
    agreement: agreement && {
      reference: agreement.reference,
      signedOn: utcDay(agreement.signedOn),
      expiresOn: agreement.expiresOn === null ? null : utcDay(agreement.expiresOn),
      article74: agreement.article74,
      officerMfa: agreement.officerMfa,
    },
    certification: certification && {
      signer: certification.signer,
      signedOn: utcDay(certification.signedOn),
    },
  };
}

/** Adds what the registry answers for the agency now: if it could be granted anything, and if not, why. */
export function presentAgency(agency: Agency, owner: Ori, now: number): TypeOf<typeof listedAgency> {
  const reasons = decideEligibility({ owner, agency, partnerOri: agency.ori, now });
  return {
    ...describeAgency(agency),
    epoch: agency.epoch,
    eligible: reasons.length === 0,
    reasons: publicReasons(reasons),
  };
}

/** Names this state of the row (RFC 9110 §8.8.3), so that `If-Match` can refuse a change to another. */
export function etagOf(agency: Agency): string {
  const text = canonicalJson({ ...describeAgency(agency), epoch: agency.epoch });
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}
