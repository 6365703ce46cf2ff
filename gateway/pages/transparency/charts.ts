/** Chooses what of the tables is drawn: the newest and the largest, as much as the eye takes in. */
import type { Transparency } from '../../oversight/transparency/transparency.schema.ts';
import type { Bar } from './bar-chart.tsx';

const MOST_MONTHS = 24;
const MOST_REASONS = 15;
const MOST_REVOCATIONS = 20;

export function monthBars({ months }: Transparency): Bar[] {
  return months
    .slice(0, MOST_MONTHS)
    .map(({ held, month, refused, released }) => ({ label: month, parts: [released, held, refused] }));
}

/** Draws the reasons of refusals. One with a withheld count comes last, so that nobody sees its place. */
export function reasonBars({ reasons }: Transparency): Bar[] {
  return reasons
    .filter(({ refusals }) => refusals !== 0)
    .sort((one, other) => (other.refusals ?? 0) - (one.refusals ?? 0))
    .slice(0, MOST_REASONS)
    .map(({ code, refusals }) => ({ label: code, parts: [refusals] }));
}

export function revocationBars({ events }: Transparency): Bar[] {
  return events.newest
    .filter(({ tookMs }) => tookMs !== null)
    .slice(0, MOST_REVOCATIONS)
    .map(({ agency, at, index, tookMs }) => ({
      label: `${index}: ${agency?.ori ?? 'all agencies'}, ${at.slice(0, 10)}`,
      parts: [tookMs],
    }));
}
