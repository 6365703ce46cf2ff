/** Decides who may be given a grant, who may approve it, and which changes to an agency withdraw a right. */
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

export interface GrantProposal {
  readonly purposes: readonly string[];
  readonly dataClasses: readonly DataClass[];
  readonly lookBackDays: number;
  readonly dailyRecords: number;
  readonly validUntil: number;
  /** The grant's own papers in place of the agency's; if absent, those in the registry must be in force. */
  readonly agreement?: Agreement;
  readonly certification?: Certification;
}

const AGENCY_RULES = [agencyKnown, agencyEligible, agencyStatus, agreementInForce, certificationCurrent];

/** Returns why the agency can get nothing, by the rules that judge its queries later; empty if it can. */
export function decideEligibility(facts: {
  readonly owner: Ori;
  /** The registry's entry for `partnerOri`, or null. */
  readonly agency: Agency | null;
  readonly partnerOri: string;
  readonly now: number;
  /** The class of which it is asked; absent: what is shared. */
  readonly dataClass?: DataClass;
}): readonly Reason[] {
  const { partnerOri, ...rest } = facts;
  const judged: AgencyFacts = { ...rest, subject: { ori: partnerOri } };
  return AGENCY_RULES.flatMap((rule) => rule(judged) ?? []);
}

const BROUGHT_BY_GRANT: ReadonlySet<string> = new Set<ReasonCode>([
  'agreement_expired',
  'certification_missing',
  'certification_expired',
]);

/** True if a grant, which brings its agreement and its certification, does away with this reason. */
export function isBroughtByGrant(code: string): boolean {
  return BROUGHT_BY_GRANT.has(code);
}

/** Returns the reasons against the grant; empty if it can be given. */
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
  const own = proposal.dataClasses.includes('own') ? ({ dataClass: 'own' } as const) : {};
  const reasons = decideEligibility({ ...facts, ...own, agency });
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
  const { dataClasses } = proposal;
  const isMixed = dataClasses.includes('own') && dataClasses.length > 1;
  if (dataClasses.length === 0 || isMixed) reasons.push(reason('grant_missing', 'deny', 'data_classes'));
  if (!(proposal.lookBackDays > 0)) reasons.push(reason('window_too_old', 'deny', 'look_back_days'));
  if (!(proposal.dailyRecords > 0)) reasons.push(reason('quota_exceeded', 'deny', 'daily_records'));
  if (!(proposal.validUntil > now)) reasons.push(reason('grant_expired', 'deny', 'valid_until'));
  return reasons;
}

/** A person who takes part in an act that needs two persons. */
export interface Approver {
  readonly personId: string | null;
  /** The owner's number for the human being, however they sign in; null if none is registered. */
  readonly employeeId: string | null;
}

/**
 * Requires two people for a grant: two clients of one person are one, and so are two persons with one
 * employee id. Unknown persons approve nothing.
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
 * Returns the changed facts that withdraw a right of the agency; empty if none does. Every such change is
 * made like a revocation: with a revocation record in the log, and drained on every node.
 */
export function withdrawalOf(before: Agency, after: Agency): readonly (keyof Agency)[] {
  const lowered: Partial<Record<keyof Agency, boolean>> = {
    class: after.class !== before.class,
    state: after.state !== before.state,
    oris: after.ori !== before.ori || before.oris.some((ori) => !after.oris.includes(ori)),
    boundByArticle74: before.boundByArticle74 && !after.boundByArticle74,
    has287g: !before.has287g && after.has287g,
    federalMembers: !before.federalMembers && after.federalMembers,
    status: after.status !== before.status && after.status !== 'active',
    agreement: isWeakerAgreement(before.agreement, after.agreement),
    certification: isWeakerCertification(before.certification, after.certification),
    roster: after.roster < before.roster,
  };
  return (Object.keys(lowered) as (keyof Agency)[]).filter((fact) => lowered[fact]);
}

function isWeakerAgreement(before: Agreement | null, after: Agreement | null): boolean {
  if (before === null) return false;
  if (after === null) return true;
  const losesTerm = (before.article74 && !after.article74) || (before.officerMfa && !after.officerMfa);
  return losesTerm || (after.expiresOn ?? Infinity) < (before.expiresOn ?? Infinity);
}

function isWeakerCertification(before: Certification | null, after: Certification | null): boolean {
  if (before === null) return false;
  if (after === null || after.signer.trim() === '') return true;
  return after.signedOn < before.signedOn;
}

/**
 * Says in few words what an agency lacks. An agreement and a certification come with the grant, so of an
 * agency that never had any, the code's "expired" or "missing" would sound as if they had been forgotten.
 */
export function lackInWords({ code, detail }: Pick<Reason, 'code' | 'detail'>): string {
  if (detail === 'no_agreement') return 'no agreement yet';
  if (code === 'certification_missing' && detail === undefined) return 'no certification yet';
  return detail === undefined ? code : `${code} (${detail})`;
}
