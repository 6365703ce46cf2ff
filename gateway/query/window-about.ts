/** Fills in the window of who states an incident and no window: what its purpose's row says is about it (Policy 420.7). */
import { aboutIncident } from '../../sharing-rules/incident/about-incident.ts';
import { incidentRowOf } from '../../sharing-rules/incident/table.ts';
import type { Occurred } from '../../sharing-rules/terms/incident.ts';
import { DAY, retentionStart } from '../../sharing-rules/terms/retention.ts';

/** Policy 420.7; an owner with a shorter limit says so when it is asked. */
const RETENTION_DAYS = 30;
/** Milliseconds left out, so that nothing is too old by the time that it is judged. */
const MARGIN = DAY / 24;

/** The earliest that is worth asking for, ms. */
export function earliestFrom(now: number): number {
  return retentionStart(now, RETENTION_DAYS) + MARGIN;
}

/** Returns the window; null if the purpose takes no incident. One that ends before its start is too old. */
export function windowAbout(
  purpose: string,
  occurred: Occurred,
  now: number,
): { readonly from: number; readonly to: number } | null {
  const row = incidentRowOf(purpose)?.window;
  if (row === undefined) return null;
  const { from, to } = aboutIncident(row, { occurred }, now);
  return { from: Math.max(from, earliestFrom(now)), to: Math.min(to ?? now, now) };
}
