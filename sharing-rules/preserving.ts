/**
 * Judges whether reads may be kept for a case, or a served process, beyond their thirty days (Policy 420.7: "subject to a lawful action to
 * produce records"). No grant is asked for, and no quota counted: what is kept leaves nobody. What a query may not be for,
 * nothing is kept for; what would wait for a reviewer is shown to the second person, whose approval answers for it.
 */
import { decideWith } from './decide.ts';
import { findingsFor } from './narrative/contradiction.ts';
import { screen, screenWords } from './narrative/screen.ts';
import { incidentStated } from './rules/incident/incident-stated.ts';
import { windowAboutIncident } from './rules/incident/window-about-incident.ts';
import { caseNumber } from './rules/purpose/case-number.ts';
import { dropDownValue } from './rules/purpose/drop-down-value.ts';
import {
  ADMINISTRATIVE,
  issuedWithoutCourt,
  judicialProcessAdministrative,
} from './rules/purpose/judicial-process-administrative.ts';
import { judicialProcessRequired } from './rules/purpose/judicial-process-required.ts';
import { judicialProcessVerified } from './rules/purpose/judicial-process-verified.ts';
import { narrative } from './rules/purpose/narrative.ts';
import { offenseFits } from './rules/purpose/offense-fits.ts';
import { offenseProhibited } from './rules/purpose/offense-prohibited.ts';
import { purposeApproved } from './rules/purpose/purpose-approved.ts';
import { purposeClass } from './rules/purpose/purpose-class.ts';
import { purposeHeld } from './rules/purpose/purpose-held.ts';
import { purposeNeeds } from './rules/purpose/purpose-needs.ts';
import { purposeProhibited } from './rules/purpose/purpose-prohibited.ts';
import { reworded } from './rules/purpose/reworded.ts';
import type { Rule, Verdict } from './rules/rule.ts';
import type { AgencyClass } from './terms/agency-classes.ts';
import type { Decision, DecisionInput, Finding } from './terms/decision.ts';
import type { Purpose } from './terms/query.ts';
import { reason } from './terms/reasons.ts';
import { DAY, retentionStart } from './terms/retention.ts';

/** A served process stands in the place of a case; the number of a case, where one is given, is judged all the same. */
function caseOrProcess(input: DecisionInput): Verdict {
  const isForProcess = input.forProcess !== undefined && input.query.purpose.caseNumber === undefined;
  return isForProcess ? null : caseNumber(input);
}

const NOT_ASKED_FOR = reason('judicial_process_required', 'deny', 'not_asked_for');

/** Nothing is kept for an office of immigration, however its paper was registered, nor what a process does not ask for. */
function processAsks({ process }: DecisionInput): Verdict {
  if (process === undefined) return null;
  if (issuedWithoutCourt(process.issuer)) return ADMINISTRATIVE;
  return process.asksForThis ? null : NOT_ASKED_FOR;
}

/** The rules of purpose, offense, narrative and incident, in the order in which a query meets them. */
const PRESERVING: readonly Rule[] = [
  ...[purposeProhibited, dropDownValue, offenseProhibited, judicialProcessAdministrative, processAsks],
  ...[narrative, reworded, purposeApproved, purposeClass, purposeNeeds, incidentStated],
  ...[caseOrProcess, offenseFits, judicialProcessRequired, judicialProcessVerified, purposeHeld],
  windowAboutIncident,
];

/** Judges a preservation; `review` says what its second person has to look at. Never throws. */
export function judgePreserving(input: DecisionInput): Decision {
  return decideWith(PRESERVING, input);
}

/** Says who asks for it, beside the purpose: what is prohibited there counts, and that it tells no event does not. */
export function findingsOfPreserving(
  purpose: Purpose,
  why: string,
  agencyClass: AgencyClass,
): readonly Finding[] {
  const ofWhy = screenWords({ purpose: { code: purpose.code, justification: why } });
  const prohibited = findingsFor(ofWhy, purpose.code, agencyClass)
    .filter(({ code, effect }) => code.startsWith('narrative_') && effect === 'deny')
    .map((finding) => inReason(finding));
  return [...screen(purpose, agencyClass), ...prohibited];
}

/** Names the field of the words, which stand in the reason and not in the justification. */
function inReason({ found, ...finding }: Finding): Finding {
  if (found === undefined) return finding;
  return { ...finding, found: found.map((words) => ({ ...words, field: 'reason' })) };
}

/** The longest window, and the longest time for which reads are kept without two persons saying so again. */
export const LONGEST_WINDOW_DAYS = 30;
export const LONGEST_KEPT_DAYS = 180;
/** The most reads that one preservation keeps: more would be a copy of the store, not evidence for a case. */
export const MOST_PRESERVED = 1_000;

/** Times in milliseconds. */
export interface Preserving {
  readonly from: number;
  readonly to: number;
  readonly until: number;
}

/** The member that is wrong, with what to write there. */
export type PreservingFault = { readonly [Member in keyof Preserving]?: string };

/** Returns what is wrong with the times; null if nothing is. @param retentionDays for which all reads are kept */
export function faultOfPreserving(
  { from, to, until }: Preserving,
  now: number,
  retentionDays: number,
): PreservingFault | null {
  if (!(to <= now))
    return { to: 'lies ahead: a preservation keeps what was read, so end the window now or earlier' };
  if (!(from < to)) return { from: 'must be a time before `to`' };
  if (!(to - from <= LONGEST_WINDOW_DAYS * DAY))
    return { from: `lies more than ${LONGEST_WINDOW_DAYS} days before \`to\`: narrow the window` };
  if (!(to > retentionStart(now, retentionDays)))
    return { to: `lies more than ${retentionDays} days back: those reads are erased already` };
  return faultOfUntil(until, now);
}

/** Returns what is wrong with the end of a preservation, or of its renewal; null if nothing is. */
export function faultOfUntil(until: number, now: number): PreservingFault | null {
  const isAhead = until > now && until <= now + LONGEST_KEPT_DAYS * DAY;
  if (isAhead) return null;
  return {
    until: `must lie ahead, at most ${LONGEST_KEPT_DAYS} days; two persons may renew it before it is over`,
  };
}
