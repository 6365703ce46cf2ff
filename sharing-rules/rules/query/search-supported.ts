/** CJISSECPOL SI-10: a query that the source of the reads cannot answer is refused before it is asked, never cut down. */
import type { DecisionInput } from '../../terms/decision.ts';
import { unsupportedBy } from '../../terms/reads-sources.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

export function searchSupported({ query, readsSource }: DecisionInput): Verdict {
  if (readsSource === undefined) return null;
  const unsupported = unsupportedBy(readsSource, query);
  return unsupported === null ? null : reason('search_not_supported', 'deny', unsupported);
}
