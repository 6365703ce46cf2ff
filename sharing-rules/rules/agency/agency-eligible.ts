/**
 * C.R.S. 24-74-103(1), P1: only agencies that article 74 binds, and none with a hand in federal immigration
 * enforcement. The class in the registry decides; the ORI's prefix is a second look, never a first. The owner shares
 * nothing with itself: it has its own use of its reads, which the same facts bar, and nobody else has that.
 */
import type { Agency } from '../../terms/agency.ts';
import { findAgencyClass } from '../../terms/agency-classes.ts';
import type { Reason } from '../../terms/decision.ts';
import { isColoradoPrefix, looksFederal } from '../../terms/ori.ts';
import { reason } from '../../terms/reasons.ts';
import type { AgencyFacts, Verdict } from '../rule.ts';

export function agencyEligible({ agency, dataClass, owner, subject }: AgencyFacts): Verdict {
  const isOwner = isOfOwner({ agency, owner, subject });
  if (isOwner !== (dataClass === 'own')) return notEligible(isOwner ? 'owner' : 'not_owner');
  if (agency === null) return looksFederal(subject.ori) ? notEligible('federal') : null;
  const barred = barredAs(agency, subject.ori);
  if (barred === null && agency.has287g === false && agency.federalMembers === false) return null;
  const reasons: Reason[] = [];
  if (barred !== null) reasons.push(barred);
  if (agency.has287g !== false) reasons.push(notEligible('has_287g'));
  if (agency.federalMembers !== false) reasons.push(notEligible('federal_members'));
  return reasons;
}

export function isOfOwner({ agency, owner, subject }: Omit<AgencyFacts, 'now'>): boolean {
  return subject.ori === owner || agency?.oris.includes(owner) === true;
}

/** True if an agency with these reasons is the owner itself, with which nothing is shared. */
export function areOfOwner(reasons: readonly { readonly code: string; readonly detail?: string }[]): boolean {
  return reasons.some(({ code, detail }) => code === 'agency_not_eligible' && detail === 'owner');
}

/** Returns the reason that bars the agency, the most telling one first, or null. */
function barredAs(agency: Agency, ori: string): Reason | null {
  const rule = findAgencyClass(agency.class);
  if (rule === undefined || rule.answer === 'refused') {
    return notEligible(rule?.detail ?? 'class_unknown', rule?.clause);
  }
  // All ORIs of an entity stand and fall together: one that is barred bars it under every other.
  if (looksFederal(ori) || looksFederal(agency.ori) || agency.oris.some(looksFederal)) {
    return notEligible('federal');
  }
  const named = isColoradoPrefix(ori) && isColoradoPrefix(agency.ori) && agency.oris.every(isColoradoPrefix);
  const inColorado = agency.state === 'CO' && named;
  if (!inColorado) return notEligible('out_of_state');
  if (agency.boundByArticle74 === true) return null;
  return rule.boundByArticle74
    ? notEligible('not_bound_by_article_74')
    : notEligible(rule.detail ?? 'class_unknown', rule.clause);
}

function notEligible(detail: string, clause?: string): Reason {
  return reason('agency_not_eligible', 'deny', detail, clause);
}
