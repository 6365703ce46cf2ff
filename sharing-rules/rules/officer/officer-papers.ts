/**
 * CJISSECPOL AC-2(d), Policy 420.6: the agency attests of every officer, who signs in or is named by a
 * system, that it employs and has trained them and has lent them to nobody federal. Officers are enrolled at
 * first sight, so this may follow within the owner's limit; after that, and once it or the training has run
 * out, nothing is answered until it is renewed. One that bars also bars whoever reinstated the officer.
 */
import type { Agency } from '../../terms/agency.ts';
import type { OfficerPapers } from '../../terms/asker.ts';
import { decideAttestation, papersOf } from '../../terms/attestation.ts';
import type { DecisionInput, Reason } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import { DAY } from '../../terms/retention.ts';
import { namedBeside } from '../../terms/who-asks.ts';
import type { Verdict } from '../rule.ts';

const LACKING = {
  attestation_missing: reason('subject_suspended', 'deny', 'attestation_missing'),
  attestation_expired: reason('subject_suspended', 'deny', 'attestation_expired'),
  training_expired: reason('subject_suspended', 'deny', 'training_expired'),
} as const;

export function officerPapers(input: DecisionInput): Verdict {
  const { agency, officerPapers: given } = input;
  if (agency === null) return null;
  const own = given === undefined ? null : against(given, agency, input);
  const papers = namedBeside(input)?.papers;
  const other = papers === undefined ? null : against(papers, agency, input);
  if (own === null || other === null) return own ?? other;
  return [own, other].flat();
}

function against(
  given: OfficerPapers,
  agency: Agency,
  { limits, now }: Pick<DecisionInput, 'limits' | 'now'>,
): Verdict {
  const lacking = lackingOf(given, limits.attestationDays, now);
  const { employerOri, federalDetail } = given;
  if (employerOri === null) return lacking;
  const barring = decideAttestation(agency, { employerOri, federalDetail: federalDetail !== false });
  return lacking === null ? barring : [...barring, lacking];
}

function lackingOf(given: OfficerPapers, days: number | undefined, now: number): Reason | null {
  if (days === undefined) return null;
  const papers = papersOf(given, now);
  if (papers === 'current') return null;
  return papers === 'attestation_missing' && now - given.enrolledAt < days * DAY ? null : LACKING[papers];
}
