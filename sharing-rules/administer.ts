/** The policy administration point's decisions: who may be given a grant, who may approve, what lowers a right. */
import { agencyEligible } from './rules/agency/agency-eligible.ts';
import { agencyKnown } from './rules/agency/agency-known.ts';
import { agencyStatus } from './rules/agency/agency-status.ts';
import { agreementInForce } from './rules/agency/agreement-in-force.ts';
import { certificationCurrent } from './rules/agency/certification-current.ts';
import type { AgencyFacts } from './rules/rule.ts';
import type { Agency, Agreement, Certification, DataClass, Ori } from './terms/agency.ts';
import type { Reason, ReasonCode } from './terms/decision.ts';
import { findPurpose } from './terms/purposes.ts';
import { reason } from './terms/reasons.ts';

/** What an administrator proposes to grant. */
export interface GrantProposal {
  readonly purposes: readonly string[];
  readonly dataClasses: readonly DataClass[];
  readonly lookBackDays: number;
  readonly dailyRecords: number;
  readonly validUntil: number;
  /** Replace the agency's own where given; else those in the registry must stand. */
  readonly agreement?: Agreement;
  readonly certification?: Certification;
}

const AGENCY_RULES = [agencyKnown, agencyEligible, agencyStatus, agreementInForce, certificationCurrent];

/** Why the agency can be given nothing; empty if it can. The same rules that judge its queries later. */
export function decideEligibility(facts: {
  readonly owner: Ori;
  /** The registry's entry for `partnerOri`, or null. */
  readonly agency: Agency | null;
  readonly partnerOri: string;
  readonly now: number;
}): readonly Reason[] {
  const { agency, now, owner, partnerOri } = facts;
  const judged: AgencyFacts = { agency, now, owner, subject: { ori: partnerOri } };
  return AGENCY_RULES.flatMap((rule) => rule(judged) ?? []);
}

const BROUGHT_BY_GRANT: ReadonlySet<string> = new Set<ReasonCode>([
  'agreement_expired',
  'certification_missing',
  'certification_expired',
]);

/** Whether it stands against an agency only until a grant brings its agreement and its certification. */
export function isBroughtByGrant(code: string): boolean {
  return BROUGHT_BY_GRANT.has(code);
}

/** Why the grant cannot be given; empty if it can. */
export function decideGrant(facts: {
  readonly owner: Ori;
  /** The registry's entry for `partnerOri`, or null. */
  readonly agency: Agency | null;
  readonly partnerOri: string;
  readonly proposal: GrantProposal;
  readonly now: number;
}): readonly Reason[] {
  const { now, proposal } = facts;
  const agency = facts.agency && {
    ...facts.agency,
    agreement: proposal.agreement ?? facts.agency.agreement,
    certification: proposal.certification ?? facts.agency.certification,
  };
  const reasons = decideEligibility({ ...facts, agency });
  return [...reasons, ...proposal.purposes.flatMap(againstPurpose), ...againstExtent(proposal, now)];
}

/** A grant cannot hold what no query may state. Purposes of another class of agency are judged at each query. */
function againstPurpose(code: string): readonly Reason[] {
  const purpose = findPurpose(code);
  if (purpose?.answer === 'approved') return [];
  if (purpose?.answer === 'prohibited') {
    return [reason('purpose_prohibited', 'deny', purpose.code, purpose.clause)];
  }
  return [reason('purpose_not_approved', 'deny', purpose?.code ?? 'unknown_code')];
}

function againstExtent(proposal: GrantProposal, now: number): readonly Reason[] {
  const reasons: Reason[] = [];
  if (proposal.purposes.length === 0) reasons.push(reason('purpose_missing', 'deny', 'purposes'));
  if (proposal.dataClasses.length === 0) reasons.push(reason('grant_missing', 'deny', 'data_classes'));
  if (!(proposal.lookBackDays > 0)) reasons.push(reason('window_too_old', 'deny', 'look_back_days'));
  if (!(proposal.dailyRecords > 0)) reasons.push(reason('quota_exceeded', 'deny', 'daily_records'));
  if (!(proposal.validUntil > now)) reasons.push(reason('grant_expired', 'deny', 'valid_until'));
  return reasons;
}

/** Anyone who takes part in what takes two persons. */
export interface Approver {
  readonly personId: string | null;
  /** What the owner's agency calls the human being, whichever sign-in; null: not registered with one. */
  readonly employeeId: string | null;
}

/**
 * Granting takes two people: two clients of one person are one, and so are two persons with one employee id. Unknown
 * persons approve nothing.
 */
export function decideApproval(
  proposer: Approver,
  approver: Approver,
): 'approved' | 'same_person' | 'person_unknown' | 'employee_unknown' {
  if (!proposer.personId || !approver.personId) return 'person_unknown';
  if (proposer.personId === approver.personId) return 'same_person';
  if (!proposer.employeeId || !approver.employeeId) return 'employee_unknown';
  const [one, other] = [proposer.employeeId, approver.employeeId].map((id) => id.toLowerCase());
  return one === other ? 'same_person' : 'approved';
}

/**
 * Which facts of a change to an agency lower a right of it; empty if none does. Every such change must go the
 * way of a revocation: marked in the log, drained on every node.
 */
export function loweringOf(before: Agency, after: Agency): readonly (keyof Agency)[] {
  const lowered: Partial<Record<keyof Agency, boolean>> = {
    class: after.class !== before.class,
    state: after.state !== before.state,
    oris: after.ori !== before.ori || before.oris.some((ori) => !after.oris.includes(ori)),
    boundByArticle74: before.boundByArticle74 && !after.boundByArticle74,
    has287g: !before.has287g && after.has287g,
    federalMembers: !before.federalMembers && after.federalMembers,
    status: after.status !== before.status && after.status !== 'active',
    agreement: isLowerAgreement(before.agreement, after.agreement),
    certification: isLowerCertification(before.certification, after.certification),
    roster: after.roster < before.roster,
  };
  return (Object.keys(lowered) as (keyof Agency)[]).filter((fact) => lowered[fact]);
}

function isLowerAgreement(before: Agreement | null, after: Agreement | null): boolean {
  if (before === null) return false;
  if (after === null) return true;
  const losesTerm = (before.article74 && !after.article74) || (before.officerMfa && !after.officerMfa);
  return losesTerm || (after.expiresOn ?? Infinity) < (before.expiresOn ?? Infinity);
}

function isLowerCertification(before: Certification | null, after: Certification | null): boolean {
  if (before === null) return false;
  if (after === null || after.signer.trim() === '') return true;
  return after.signedOn < before.signedOn;
}

/**
 * What an agency lacks, in few words. An agreement and a certification come with the grant: of an agency that never had any,
 * the codes say that one has expired or is missing, as if it had been forgotten.
 */
export function lackInWords({ code, detail }: Pick<Reason, 'code' | 'detail'>): string {
  if (detail === 'no_agreement') return 'no agreement yet';
  if (code === 'certification_missing' && detail === undefined) return 'no certification yet';
  return detail === undefined ? code : `${code} (${detail})`;
}
