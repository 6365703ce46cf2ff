/** From what was sent of an agency to the registry's own terms. */
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { AgencyFields } from './agencies-store.ts';
import type { AgencyBody, AgencyChangeBody } from './agency.schema.ts';
import { toAgreement, toCertification } from './agreement.schema.ts';
import type { AgencyChange } from './plan-change.ts';

// The schema has checked every ORI; the type says so once.
const asOri = (ori: string) => ori as Ori;

/** What is not said of an agency that is registered: no county, no roster, nothing signed. */
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

/** What is not sent stays as it is; null takes it away. */
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
