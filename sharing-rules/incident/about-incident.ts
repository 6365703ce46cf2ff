/** Bounds the time that has to do with an incident (Policy 420.7): what lies outside says where somebody else was. */

import type { Incident } from '../terms/incident.ts';
import { DAY } from '../terms/retention.ts';
import type { WindowRow } from './table.ts';

export interface Bounds {
  readonly from: number;
  /** Null if it lasts until now, however late that is. */
  readonly to: number | null;
}

/** A window that reached back from now as it was typed still does as it is judged; from an event nothing moves. */
const TYPED_BEFORE = DAY / 24;

/** The reads that are about an incident, by the window row of its purpose. `now` is the time of the decision. */
export function aboutIncident(row: WindowRow, { occurred }: Pick<Incident, 'occurred'>, now: number): Bounds {
  if (row.from === 'now') return { from: now - row.before.ms, to: null };
  const ended = occurred.to ?? occurred.from;
  const to = row.after === null || ended === 'ongoing' ? null : ended + row.after.ms;
  return { from: occurred.from - row.before.ms, to };
}

/** True where the window lies within the bounds of the row. */
export function isWithin(
  window: { readonly from: number; readonly to: number },
  { from, to }: Bounds,
  row: WindowRow,
): boolean {
  const typedBefore = row.from === 'now' ? TYPED_BEFORE : 0;
  return window.from >= from - typedBefore && (to === null || window.to <= to);
}
