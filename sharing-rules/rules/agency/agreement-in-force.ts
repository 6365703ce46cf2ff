/** C.R.S. 24-74-106: a sharing agreement that ensures the parties' compliance with article 74. */
import { reason } from '../../terms/reasons.ts';
import type { AgencyFacts, Verdict } from '../rule.ts';

const MISSING = reason('agreement_expired', 'deny', 'no_agreement');
const WITHOUT_ARTICLE_74 = reason('agreement_expired', 'deny', 'article_74_missing');
const NOT_SIGNED_YET = reason('agreement_expired', 'deny', 'not_signed_yet');
const EXPIRED = reason('agreement_expired', 'deny');

export function agreementInForce({ agency, now }: AgencyFacts): Verdict {
  if (agency === null) return null;
  const { agreement } = agency;
  if (agreement === null) return MISSING;
  if (agreement.article74 !== true) return WITHOUT_ARTICLE_74;
  if (!(agreement.signedOn <= now)) return NOT_SIGNED_YET;
  return agreement.expiresOn === null || now < agreement.expiresOn ? null : EXPIRED;
}
