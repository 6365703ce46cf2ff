/**
 * Policy 420.7: a query is answered with reads that are about its incident; without one, a window has a longest width.
 * A standing query, and what it finds, has no window of its own.
 */

import { aboutIncident, isWithin } from '../../incident/about-incident.ts';
import { incidentRowOf } from '../../incident/table.ts';
import { isOfReads } from '../../terms/agency.ts';
import type { DecisionInput, Limits, Reason } from '../../terms/decision.ts';
import { reason } from '../../terms/reasons.ts';
import type { Verdict } from '../rule.ts';

const EFFECTS: Readonly<Record<NonNullable<Limits['windowWithoutIncident']>, Reason['effect']>> = {
  note: 'note',
  hold: 'review',
};

export function windowAboutIncident({ dataClass, limits, now, query }: DecisionInput): Verdict {
  const { incident, code } = query.purpose;
  const row = incidentRowOf(code);
  if (row === undefined || !isOfReads(dataClass)) return null;
  if (incident === undefined) {
    const { ms, text } = row.longestWithout;
    if (limits.windowWithoutIncident === undefined || query.to - query.from <= ms) return null;
    const effect = EFFECTS[limits.windowWithoutIncident];
    return reason('window_not_about_incident', effect, `longest ${text} without an incident`);
  }
  const bounds = aboutIncident(row.window, incident, now);
  if (isWithin(query, bounds, row.window)) return null;
  const until = bounds.to === null ? 'now' : new Date(bounds.to).toISOString();
  const detail = `from ${new Date(bounds.from).toISOString()} to ${until}`;
  return reason('window_not_about_incident', 'review', detail);
}
