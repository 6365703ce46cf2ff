/** Converts what was sent about an agency into the registry's own terms. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { AgencyFields } from './agencies-store.ts';
import type { AgencyBody, AgencyChangeBody } from './agency.schema.ts';
import { toAgreement, toCertification } from './agreement.schema.ts';
import type { AgencyChange } from './plan-change.ts';

// The schema has checked every ORI; the type says so once.
const asOri = (ori: string) => ori as Ori;

/** Fills in what was not sent about a new agency: no county, no roster, nothing signed. */
export function toFields({ agreement, certification, ...body }: AgencyBody): AgencyFields {
  const { county = null, roster = 0, oris = [] } = body;
  return {
    ...body,
    ori: asOri(body.ori),
    oris: [...new Set([body.ori, ...oris])].map(asOri),
    county,
    roster,
    agreement: agreement ? toAgreement(agreement) : null,
    certification: certification ? toCertification(certification) : null,
  };
}

/** Keeps members that were not sent as they are; null takes one away. */
export function toChange({
  agreement,
  certification,
  oris,
  ...rest
}: Omit<AgencyChangeBody, 'reason' | 'encryptionKey'>): AgencyChange {
  return {
    ...rest,
    ...(oris === undefined ? {} : { oris: oris.map(asOri) }),
    ...(agreement === undefined ? {} : { agreement: agreement && toAgreement(agreement) }),
    ...(certification === undefined
      ? {}
      : { certification: certification && toCertification(certification) }),
  };
}
