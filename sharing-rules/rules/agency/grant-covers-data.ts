/** CJISSECPOL AC-21: the grant names the classes of data it opens; there is no "all". */
import type { DecisionInput } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

export function grantCoversData({ dataClass, grant }: DecisionInput): Verdict {
  if (grant === null || grant.dataClasses.includes(dataClass)) return null;
  return reason('grant_missing', 'deny', `data_class \`${dataClass}\``);
}
