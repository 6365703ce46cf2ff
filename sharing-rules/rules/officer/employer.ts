/**
 * CJISSECPOL IA-0: no agency asks under another's ORI, and none asks for another's officers. The known leak was
 * an account of a Colorado agency in a federal agent's hands: a proxy search is refused.
 */
import type { DecisionInput, Reason } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const TOKEN = reason('employer_mismatch', 'deny', 'token_ori');
const OFFICER = reason('employer_mismatch', 'deny', 'on_behalf_of_ori');

export function employer({ agency, query, subject }: DecisionInput): Verdict {
  if (agency === null) return null;
  if (subject.agencyId !== agency.id || !agency.oris.includes(subject.ori)) return TOKEN;
  const officer = query.onBehalfOf;
  return officer === undefined || (agency.oris as readonly string[]).includes(officer.ori) ? null : OFFICER;
}

/** True if a query was refused for naming another agency's officer, who is none of the asking agency. */
export function isForeign(reasons: readonly Reason[]): boolean {
  return reasons.some(
    ({ code, detail }) =>
      code === 'employer_mismatch' && (detail === TOKEN.detail || detail === OFFICER.detail),
  );
}
