/**
 * "Other Colorado agencies who are bound by the same laws": the agency must be an exact entry of the registry.
 * CJISSECPOL IA-0: an ORI names the agency and is never corrected on the way in.
 */
import { isColoradoPrefix, parseOri } from '../../terms/ori.ts';
import { reason } from '../../terms/reasons.ts';
import type { AgencyFacts, Verdict } from '../rule.ts';

const MALFORMED = reason('ori_malformed', 'deny');
const UNKNOWN = reason('agency_unknown', 'deny');
const ELSEWHERE = [UNKNOWN, reason('agency_not_eligible', 'deny', 'out_of_state')];

export function agencyKnown({ agency, subject }: AgencyFacts): Verdict {
  if (parseOri(subject.ori) === null) return MALFORMED;
  if (agency !== null) return null;
  return isColoradoPrefix(subject.ori) ? UNKNOWN : ELSEWHERE;
}
