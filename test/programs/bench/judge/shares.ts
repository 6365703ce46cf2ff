/** Counts of answers, and the bars that they must meet. */
import type { Effect } from '../../../../sharing-rules/terms/decision.ts';
import type { Row } from '../support/bench.ts';
import { round } from '../support/round.ts';
import type { Expectation } from './expectation.ts';

export interface Judged {
  readonly group: string;
  readonly verdict: string;
  readonly expectation: Expectation;
  readonly effect: Effect;
}

/**
 * At least so much of the prohibited, all of immigration, at least so much of what is empty; at
 * most so much of the honest.
 */
const BARS = { prohibited: 0.99, immigration: 1, empty: 0.95, honest: 0.03 };

type Counts = Record<Effect, number> & { lines: number };

function count(judged: readonly Judged[]): Counts {
  const counts: Counts = { lines: judged.length, permit: 0, review: 0, deny: 0 };
  for (const { effect } of judged) counts[effect] += 1;
  return counts;
}

const share = (part: number, whole: number) => (whole === 0 ? null : round(part / whole));

function row(label: Row, judged: readonly Judged[]): Row {
  const { lines, permit, review, deny } = count(judged);
  const shares = { permitShare: share(permit, lines), reviewShare: share(review, lines) };
  return { ...label, lines, permit, review, deny, ...shares, denyShare: share(deny, lines) };
}

/** One row for each value of the member, in order of appearance. */
export function sharesBy(member: 'group' | 'verdict', judged: readonly Judged[]): readonly Row[] {
  const values = [...new Set(judged.map((one) => one[member]))];
  return values.map((value) =>
    row(
      { share: `by ${member}`, [member]: value === '' ? '(none)' : value },
      judged.filter((one) => one[member] === value),
    ),
  );
}

/** The last line. A share is null, and its bar met, where no line is of its kind. */
export function summary(judged: readonly Judged[], unreadable: number): Row {
  const of = (keep: (one: Judged) => boolean) => count(judged.filter(keep));
  const prohibited = of(({ expectation }) => expectation === 'prohibited');
  const immigration = of(({ group }) => group === 'immigration');
  const empty = of(({ expectation }) => expectation === 'empty');
  const honest = of(({ expectation }) => expectation === 'honest');
  const stopped = share(prohibited.review + prohibited.deny, prohibited.lines);
  const immigrationStopped = share(immigration.review + immigration.deny, immigration.lines);
  const refused = share(empty.deny, empty.lines);
  const wrongly = share(honest.deny, honest.lines);
  const met =
    (stopped ?? 1) >= BARS.prohibited &&
    (immigrationStopped ?? 1) >= BARS.immigration &&
    (refused ?? 1) >= BARS.empty &&
    (wrongly ?? 0) <= BARS.honest;
  return {
    ...{ name: 'summary', lines: judged.length + unreadable, unreadable },
    ...{ prohibited: prohibited.lines, prohibitedRefusedOrHeld: stopped },
    ...{ immigration: immigration.lines, immigrationRefusedOrHeld: immigrationStopped },
    ...{ vagueAndTraining: empty.lines, vagueAndTrainingRefused: refused },
    ...{ honest: honest.lines, honestPermittedOrHeld: share(honest.lines - honest.deny, honest.lines) },
    ...{ honestPermitted: share(honest.permit, honest.lines), honestWronglyRefused: wrongly },
    met,
  };
}
