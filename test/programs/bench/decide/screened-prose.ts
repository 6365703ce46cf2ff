/** A justification as long as one may be, of ordinary sentences: what a screen of the words costs at most, beside splitting them. */
import { screen } from '../../../../sharing-rules/narrative/screen.ts';
import type { Row } from '../support/bench.ts';
import { measure, type Plan } from '../support/measure.ts';

const LENGTH = 2_000;
const LIMIT_NS = 100_000;

const SENTENCES = [
  'Victim reported that a silver Toyota Camry with a temporary tag followed her home from the justice center. ',
  'The driver pointed a handgun before fleeing southbound on Federal Boulevard near the ice rink. ',
  'Officers located surveillance video of two suspects who forced entry to the rear door of a warehouse. ',
  'Witness stated the passenger wore a dark hoodie and that the vehicle struck a parked car on Border Street. ',
].join('');

export const PROSE: string = SENTENCES.repeat(Math.ceil(LENGTH / SENTENCES.length)).slice(0, LENGTH);

const SCREEN = 'screen, 2,000 characters of prose';
/** The least that any reader of words does. */
const SPLIT = 'the same text split into words';

/** A row for each; `ratio` says how many times the splitting a screen takes. */
export function screenedProse(plan: Plan): Row[] {
  const timings = measure(
    [
      {
        name: SCREEN,
        input: () => PROSE,
        call: (justification) => screen({ code: 'violent_crime', justification }),
      },
      { name: SPLIT, input: () => PROSE, call: (text) => text.toLowerCase().match(/[a-z0-9']+/g) },
    ],
    plan,
  );
  const base = timings.get(SPLIT)?.median ?? Number.NaN;
  return [...timings].map(([engine, { median, ...rest }]) => ({
    ...{ bench: 'decide', engine, median, ...rest },
    ratio: Number((median / base).toFixed(1)),
    ...(engine === SCREEN && { withinLimit: median <= LIMIT_NS }),
  }));
}
