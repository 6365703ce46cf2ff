/** Counts how queries were answered, by purpose, reason and month, and withholds small counts. */
import { monthsBetween } from '../../../sharing-rules/audit-months.ts';
import { type ShownCount, showCount, showCounts, sumOfShown } from '../../../sharing-rules/small-counts.ts';
import { REASON_CODES } from '../../../sharing-rules/terms/decision.ts';
import { PURPOSES } from '../../../sharing-rules/terms/purposes.ts';
import { meaningOf } from '../../../sharing-rules/terms/reasons.ts';
import type { HitCounts, ReportCounts } from './oversight-store.ts';
import { OUTCOMES, OWN_USE, type Tallied, type TalliedLog, UNLISTED } from './tally-store.ts';
import type { Transparency } from './transparency.schema.ts';

type Answers = Transparency['totals'];

const LISTED = PURPOSES.map(({ code, title, clause, answer: rule }) => ({ code, title, clause, rule }));
/** The row for codes that are not, or no longer, on the list. */
const OF_NO_LIST = {
  code: UNLISTED,
  title: 'A purpose that is not on the list',
  clause: 'Policy 420.4',
  rule: 'not_approved',
} as const;
const ROWS = [...LISTED, OF_NO_LIST];
const RULES = [...new Set(ROWS.map(({ rule }) => rule))];
const CODES: ReadonlySet<string> = new Set(LISTED.map(({ code }) => code));

/** Counts by purpose, so that no other number reveals a small one: see `sharing-rules/small-counts.ts`. */
export function countByPurpose(tallied: readonly Tallied[]): Pick<Transparency, 'purposes' | 'totals'> {
  const ofPurpose = tallied.flatMap(({ answers, outcome, purpose }) =>
    purpose === null || purpose === OWN_USE
      ? []
      : [{ of: CODES.has(purpose) ? purpose : UNLISTED, outcome, answers }],
  );
  const { rows, totals } = answersOf(
    // The refusals for a rule's reason tell how many queries its purposes had together.
    RULES.map((rule) => ROWS.filter((row) => row.rule === rule).map(({ code }) => code)),
    ofPurpose,
  );
  return { purposes: ROWS.map((row) => ({ ...row, ...(rows.get(row.code) as Answers) })), totals };
}

/**
 * Counts each finished month since the log began, newest first. Anyone can count these numbers in the public
 * log, so a count from 1 to 4 does not make a larger one withheld.
 */
export function countByMonth(
  tallied: readonly Tallied[],
  { since, through }: Pick<TalliedLog, 'since' | 'through'>,
): Transparency['months'] {
  if (through === null) return [];
  const ofMonths = tallied.filter(({ month }) => month !== null);
  const [first] = [since.toISOString().slice(0, 7), ...ofMonths.map(({ month }) => month)].sort();
  const [year, number] = through.split('-').map(Number) as [number, number];
  const lastDay = Date.UTC(year, number, 0);
  const isOver = Date.parse(through) === lastDay;
  const last = isOver ? lastDay : Date.UTC(year, number - 1, 0);
  return monthsBetween(Date.parse(`${first}-01T00:00:00Z`), last).map((month) => {
    const count = (...outcomes: readonly Tallied['outcome'][]) =>
      showCount(sumOf(ofMonths.filter((one) => one.month === month && outcomes.includes(one.outcome))));
    return {
      ...{ month, answers: count(...OUTCOMES), released: count('released') },
      ...{ held: count('held'), refused: count('refused'), furtherPages: count('further_page') },
    };
  });
}

/** Counts the later pages of releases, up to the last day that is published. */
export function countFurtherPages(tallied: readonly Tallied[]): ShownCount {
  return showCount(sumOf(tallied.filter(({ month, purpose }) => month === null && purpose === null)));
}

/** Counts what the owner asked of its own store: as with the months, anyone can count it in the public log. */
export function countOwnUse(tallied: readonly Tallied[]): Transparency['ownUse'] {
  const own = tallied.filter(({ purpose }) => purpose === OWN_USE);
  const count = (...outcomes: readonly Tallied['outcome'][]) =>
    showCount(sumOf(own.filter(({ outcome }) => outcomes.includes(outcome))));
  return {
    ...{ answers: count(...OUTCOMES), released: count('released'), held: count('held') },
    ...{ refused: count('refused'), furtherPages: count('further_page') },
  };
}

const sumOf = (tallied: readonly Tallied[]) => tallied.reduce((sum, { answers }) => sum + answers, 0);

/** Counts refusals by reason; one may have several, so the sum exceeds the number of refusals. */
export function countByReason(refusals: ReadonlyMap<string, number>): Transparency['reasons'] {
  const { counts } = showCounts(REASON_CODES.map((code) => refusals.get(code) ?? 0));
  return REASON_CODES.map((code, at) => ({ code, ...meaningOf(code), refusals: counts[at] ?? null }));
}

export function countReports({ overdue, ...states }: ReportCounts): Transparency['misuse'] {
  const names = ['open', 'founded', 'unfounded', 'refusedNothingLeft'] as const;
  const { counts, total } = showCounts(names.map((name) => states[name]));
  const [open = null, founded = null, unfounded = null, refusedNothingLeft = null] = counts;
  return { reports: total, open, founded, unfounded, refusedNothingLeft, overdue: showCount(overdue) };
}

/** The wrong ones and the others add up to those decided, so that none of them can be worked out. */
export function countHits({ decided, lifted, reported, ...wrong }: HitCounts): Transparency['hits'] {
  const names = ['otherVehicle', 'entryWrong', 'plateMisread'] as const;
  const found = names.map((name) => wrong[name]);
  const others = Math.max(0, decided - found.reduce((sum, one) => sum + one, 0));
  const { counts, total } = showCounts([...found, others]);
  const [otherVehicle = null, entryWrong = null, plateMisread = null, notWrong = null] = counts;
  const apart = { reported: showCount(reported), lifted: showCount(lifted) };
  return { decided: total, otherVehicle, entryWrong, plateMisread, notWrong, ...apart };
}

interface Counted {
  readonly of: string;
  readonly outcome: Tallied['outcome'];
  readonly answers: number;
}

/**
 * Shows each outcome as a list of its own, with the same total in every list, as the public log tells it.
 * @param groups of rows, each of which has a sum that can be known
 */
function answersOf(
  groups: readonly (readonly string[])[],
  counted: readonly Counted[],
): { readonly rows: ReadonlyMap<string, Answers>; readonly totals: Answers } {
  const [released, held, refused] = OUTCOMES.map((outcome) =>
    showEach(
      groups,
      counted.filter((one) => one.outcome === outcome),
    ),
  ) as [Shown, Shown, Shown];
  const answers = (of: (shown: Shown) => ShownCount): Answers => {
    const shown = { released: of(released), held: of(held), refused: of(refused) };
    return { answers: sumOfShown(Object.values(shown)), ...shown };
  };
  const rows = groups.flat().map((row) => [row, answers(({ byRow }) => byRow.get(row) ?? null)] as const);
  return { rows: new Map(rows), totals: answers(({ total }) => total) };
}

interface Shown {
  readonly total: ShownCount;
  readonly byRow: ReadonlyMap<string, ShownCount>;
}

function showEach(groups: readonly (readonly string[])[], counted: readonly Counted[]): Shown {
  const sums = new Map<string, number>();
  for (const { answers, of } of counted) sums.set(of, (sums.get(of) ?? 0) + answers);
  const byRow = groups.flatMap((rows) => {
    const { counts } = showCounts(rows.map((row) => sums.get(row) ?? 0));
    return rows.map((row, at) => [row, counts[at] ?? null] as const);
  });
  const total = counted.reduce((sum, { answers }) => sum + answers, 0);
  return { total: showCount(total), byRow: new Map(byRow) };
}
