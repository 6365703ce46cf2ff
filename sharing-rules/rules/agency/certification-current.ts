/** C.R.S. 24-74-105: the agency's certification under penalty of perjury, renewed every year; its own use takes none. */
import { reason } from '../../terms/reasons.ts';
import { DAY } from '../../terms/retention.ts';
import type { AgencyFacts, Verdict } from '../rule.ts';

const MISSING = reason('certification_missing', 'deny');
const UNSIGNED = reason('certification_missing', 'deny', 'unsigned');
const EXPIRED = reason('certification_expired', 'deny');

/** Milliseconds from the day of the signature. */
export const CERTIFIED_FOR = 365 * DAY;

export function certificationCurrent({ agency, dataClass, now }: AgencyFacts): Verdict {
  if (agency === null || dataClass === 'own') return null;
  const { certification } = agency;
  if (certification === null) return MISSING;
  if (certification.signer.trim() === '' || !(certification.signedOn <= now)) return UNSIGNED;
  return now - certification.signedOn <= CERTIFIED_FOR ? null : EXPIRED;
}
