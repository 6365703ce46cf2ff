/** Chooses what of the tables is drawn: the newest and the largest, as much as the eye takes in. */
import type { Transparency } from '../../oversight/transparency/transparency.schema.ts';
import { asSentence } from '../layout/first-upper.ts';
import type { Bar } from './bar-chart.tsx';

const MOST_REASONS = 8;
const MOST_REVOCATIONS = 5;

/** Leaves out what is withheld, which has no length. */
export function reasonBars({ reasons }: Transparency): Bar[] {
  return reasons
    .flatMap(({ means, refusals }) => (refusals ? [{ label: asSentence(means), length: refusals }] : []))
    .sort((one, other) => other.length - one.length)
    .slice(0, MOST_REASONS);
}

export function revocationBars({ events }: Transparency): Bar[] {
  return events.newest
    .flatMap(({ agency, at, index, tookMs }) =>
      tookMs === null
        ? []
        : [{ label: `${index}: ${agency?.ori ?? 'all agencies'}, ${at.slice(0, 10)}`, length: tookMs }],
    )
    .slice(0, MOST_REVOCATIONS);
}
