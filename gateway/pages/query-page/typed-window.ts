/** Turns the form's fields into the window: as typed, a width back from now, or about the incident. */
import type { Occurred } from '../../../sharing-rules/terms/incident.ts';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { earliestFrom, windowAbout } from '../../query/window-about.ts';
import type { Fields } from '../serve/page.ts';
import { lastDay, momentOf, type TimeZone } from './colorado-time.ts';
import { type FieldFaults, WRITE_TIME } from './typed-incident.ts';

/** The ways to choose the window, and their names; `days` back from now. */
export const WINDOWS: readonly { readonly value: string; readonly name: string; readonly days?: number }[] = [
  { value: 'typed', name: 'As it stands below' },
  { value: 'incident', name: 'About the incident' },
  { value: 'P1D', name: 'Last 24 hours', days: 1 },
  { value: 'P7D', name: 'Last 7 days', days: 7 },
  { value: 'P30D', name: 'Last 30 days', days: 30 },
];

export type TypedWindow =
  | { readonly from: number; readonly to: number; readonly faults: null }
  | { readonly faults: FieldFaults };

/** The purpose and the time that the window can be about. */
export interface Stated {
  readonly code: string;
  readonly occurred: Occurred | null;
}

/** @param now ms; a form brings the minute in which it was shown, so that it asks the same when it is sent twice */
export function typedWindow(typed: Fields, zone: TimeZone, stated: Stated, now: number): TypedWindow {
  const chosen = WINDOWS.find(({ value }) => value === typed.get('window'));
  const isTyped = chosen?.days === undefined && (chosen?.value !== 'incident' || stated.occurred === null);
  const shown = shownAt(typed, now);
  const [fromText, toText] = ['from', 'to'].map((name) =>
    isTyped && !isOfOtherZone(typed, zone, shown) ? (typed.get(name)?.trim() ?? '') : '',
  );
  const otherwise = filledWindow(stated, chosen?.days ?? null, shown);
  const from = fromText ? momentOf(fromText, zone) : otherwise.from;
  const to = toText ? momentOf(toText, zone, true) : otherwise.to;
  if (from === null || to === null) {
    return { faults: { ...(from === null && { from: WRITE_TIME }), ...(to === null && { to: WRITE_TIME }) } };
  }
  if (from < to) return { from, to, faults: null };
  return { faults: { from: fromText ? 'It must be before the end of the window.' : NOTHING_LEFT } };
}

const NOTHING_LEFT =
  'What is about the incident is too old: reads are kept for 30 days. Type the window yourself.';

/** Chooses the window: the width that was picked, counted back from now; else the incident's; else the last day. */
function filledWindow({ code, occurred }: Stated, days: number | null, now: number) {
  const about = days !== null || occurred === null ? null : windowAbout(code, occurred, now);
  return about ?? { from: Math.max(now - (days ?? 1) * DAY, earliestFrom(now)), to: now };
}

/** Returns true for times nobody typed, in another zone than is chosen: they count as blank. */
function isOfOtherZone(typed: Fields, zone: TimeZone, shown: number): boolean {
  const { from, to, zone: was } = lastDay(shown - 1);
  return zone !== was && typed.get('from') === from && typed.get('to') === to;
}

/** Returns when the form was shown, never later than now, whatever was sent. */
function shownAt(typed: Fields, now: number): number {
  const shown = Date.parse(typed.get('shownAt') ?? '');
  return shown <= now + 60_000 ? shown : now;
}
