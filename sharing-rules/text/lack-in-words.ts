/** What an agency lacks, in few words. */
import type { Reason } from '../terms/decision.ts';

/**
 * An agreement and a certification come with the grant: of an agency that never had any, the codes say that one has expired
 * or is missing, as if it had been forgotten.
 */
export function lackInWords({ code, detail }: Pick<Reason, 'code' | 'detail'>): string {
  if (detail === 'no_agreement') return 'no agreement yet';
  if (code === 'certification_missing' && detail === undefined) return 'no certification yet';
  return detail === undefined ? code : `${code} (${detail})`;
}
