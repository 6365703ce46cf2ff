/**
 * Policy 420.4: what an officer states of the incident. What no row of the table has contradicts itself; what a row
 * holds waits for a person; without an incident, words must tell the event.
 */

import { judgeIncident } from '../../incident/judge-incident.ts';
import { incidentRowOf } from '../../incident/table.ts';
import { isOfReads } from '../../terms/agency.ts';
import type { DecisionInput, Reason } from '../../terms/decision.ts';
import type { Incident } from '../../terms/incident.ts';
import { reason } from '../../terms/reasons.ts';
import { DAY } from '../../terms/retention.ts';
import { SHORTEST } from '../purpose/purpose-needs.ts';
import type { Verdict } from '../rule.ts';

const MISSING = reason('incident_missing', 'deny');
const LONGER = reason('incident_needs_review', 'review', 'longer_than_7_days', 'Policy 420.7');
const REPORTER = reason('incident_needs_review', 'review', 'reporting_agency');

/** Milliseconds. Anyone who needs longer asks about a time rather than about an event. */
const LONGEST = 7 * DAY;

export function incidentStated(input: DecisionInput): Verdict {
  const { purpose } = input.query;
  if (purpose.incident === undefined) return tellsNothing(input) ? MISSING : null;
  const verdict = judgeIncident(purpose);
  if (verdict === null) return null;
  if (verdict.kind === 'contradiction') return reason('incident_contradiction', 'deny', verdict.facts);
  const reasons: Reason[] = verdict.holds.map(({ clause, detail }) =>
    reason('incident_needs_review', 'review', detail, clause),
  );
  // A standing query for a missing person goes on waiting.
  const isAsked = isOfReads(input.dataClass);
  if (isAsked && lasts(purpose.incident, input.now) > LONGEST) reasons.push(LONGER);
  if (purpose.incident.reportedBy === 'other_agency' && input.reporterIsEligible !== true)
    reasons.push(REPORTER);
  return reasons;
}

/** Returns how long the incident lasted, in milliseconds: until now if it is ongoing. */
function lasts({ occurred: { from, to = from } }: Incident, now: number): number {
  return (to === 'ongoing' ? now : to) - from;
}

/** True where the words are missing or refused as vague. It stands beside those reasons, never instead. */
function tellsNothing({ findings, query: { purpose } }: DecisionInput): boolean {
  const isVague = () => findings.some(({ code, effect }) => code === 'purpose_vague' && effect === 'deny');
  return (
    incidentRowOf(purpose.code) !== undefined &&
    ((purpose.justification?.trim() ?? '').length < SHORTEST || isVague())
  );
}
