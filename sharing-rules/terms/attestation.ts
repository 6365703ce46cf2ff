/**
 * Judges an agency's attestation of an officer: employed by it, not lent to a federal task force, trained
 * (CJISSECPOL AC-2(d), Policy 420.6). In the known leak a federal agent had a Colorado agency's account.
 */
import type { Agency } from './agency.ts';
import type { OfficerPapers } from './asker.ts';
import type { Reason } from './decision.ts';
import { reason } from './reasons.ts';
import { DAY } from './retention.ts';

export interface Attestation {
  readonly employerOri: string;
  /** The officer is detailed to a federal agency or task force. */
  readonly federalDetail: boolean;
}

/** A year, as the agency's own certification (C.R.S. 24-74-105). */
const ATTESTATION_DAYS = 365;
/** Training is repeated every other year. */
const TRAINING_DAYS = 730;

/** Returns why an officer with this attestation may not ask; empty if nothing speaks against it. */
export function decideAttestation(agency: Pick<Agency, 'oris'>, attestation: Attestation): readonly Reason[] {
  const reasons: Reason[] = [];
  if (!(agency.oris as readonly string[]).includes(attestation.employerOri)) {
    reasons.push(reason('employer_mismatch', 'deny', 'attested_employer'));
  }
  if (attestation.federalDetail) reasons.push(reason('employer_mismatch', 'deny', 'federal_detail'));
  return reasons;
}

/** Tells whether an officer's papers are missing or too old. */
export function papersOf(
  officer: Pick<OfficerPapers, 'attestedAt' | 'trainedOn'>,
  now: number,
): 'current' | 'attestation_missing' | 'attestation_expired' | 'training_expired' {
  if (officer.attestedAt === null || officer.trainedOn === null) return 'attestation_missing';
  if (now - officer.attestedAt > ATTESTATION_DAYS * DAY) return 'attestation_expired';
  return now - officer.trainedOn > TRAINING_DAYS * DAY ? 'training_expired' : 'current';
}
