/** Tells a year in figures beside the year before, each with the source from which anybody, or an auditor, recounts it. */
import { type ShownCount, showCount, showRows, sumOfShown } from '../../../sharing-rules/small-counts.ts';
import type { AnnualReport } from './annual.schema.ts';
import type { EntryCount } from './public-entries-store.ts';
import type { TableCounts, YearOfReports } from './yearly-tables-store.ts';

export interface CountedYear {
  readonly year: number;
  readonly entries: readonly EntryCount[];
  /** Those of them that are about the owner itself. */
  readonly own: readonly EntryCount[];
  readonly tables: TableCounts;
}

type Figure = AnnualReport['figures'][number];
/** Shows a count; in the public form null stands for a small one. */
export type Show = (count: number) => ShownCount;

export const SHOW: Readonly<Record<AnnualReport['form'], Show>> = {
  full: (count) => count,
  public: showCount,
};

/** The figures that are the number of public entries of a kind. */
const BY_KIND = [
  ['released', 'Entries by which reads left for an agency, further pages included', 'release'],
  ['held', 'Queries held for a reviewer', 'review'],
  ['refused', 'Queries refused', 'refusal'],
  ['dry_runs', 'Decisions asked for without a query', 'dry_run'],
  ['agreements_approved', 'Agreements: grants that two persons approved', 'grant_approved'],
  ['agreements_ended', 'Agreements revoked, of one grant or of an agency', 'revoked'],
  ['misuse_reported', 'Reports of misuse', 'misuse_reported'],
  ['served_process', 'Process served: subpoenas, warrants, orders and records requests', 'process_served'],
] as const;

/** The kinds that tell of sharing where they are about a partner; about the owner they tell of its own use. */
const OF_SHARING: ReadonlySet<string> = new Set([
  ...(['release', 'review', 'refusal', 'dry_run', 'grant_approved', 'revoked'] as const),
]);

/** The owner's own use, which is no sharing, and in none of the figures above. */
const OWN_USE = [
  [
    'own_released',
    'Own use: entries by which reads left for the own officers, further pages included',
    'release',
  ],
  ['own_held', 'Own use: queries held for a reviewer', 'review'],
  ['own_refused', 'Own use: queries refused', 'refusal'],
] as const;

/** The others, in the order of the report. */
const OTHERS = [
  ['further_pages', 'Further pages of releases', 'tables `query_tally`, `answer_waiting`'],
  ['agreements_in_force', 'Agreements in force at the end', 'table `sharing_grant`'],
  ['certifications', 'Agencies that signed a certification', 'tables `sharing_grant`, `agency`'],
  ['process_refused', 'Process of the year that was refused, as it stands now', 'table `served_process`'],
  [
    'subjects_of_process',
    'Subjects of process: persons and plates that process of the year names, each once',
    'table `served_process`',
  ],
  ['misuse_open', 'Reports of misuse of the year that are open now', 'table `misuse_report`'],
  ['misuse_founded', 'Reports of misuse of the year found to be misuse', 'table `misuse_report`'],
  ['misuse_unfounded', 'Reports of misuse of the year found to be none', 'table `misuse_report`'],
  ['audits_completed', 'Monthly audits completed', 'table `monthly_audit`'],
] as const;

/** @param before null: the log had not begun; @param reports of all years */
export function annualFigures(
  form: AnnualReport['form'],
  year: CountedYear,
  before: CountedYear | null,
  reports: readonly YearOfReports[],
): Figure[] {
  const show = SHOW[form];
  const ofYears = [year, before].map(
    (counted) => counted && figuresOf(counted, show, outcomesOf(form, reports)),
  );
  const [now, then] = ofYears as [Figures, Figures | null];
  const figure = (code: string, title: string, source: string): Figure => ({
    ...{ code, title, source },
    ...{ count: now[code] ?? null, before: then?.[code] ?? null },
  });
  return [
    figure(
      'requests',
      'Requests released, held or refused. One that was held counts again when it is picked up',
      'public entries `release`, `review`, `refusal`, less `further_pages`',
    ),
    ...BY_KIND.map(([code, title, kind]) => figure(code, title, `public entries \`${kind}\``)),
    ...OWN_USE.map(([code, title, kind]) =>
      figure(code, title, `public entries \`${kind}\` about the owner`),
    ),
    ...OTHERS.map(([code, title, source]) => figure(code, title, source)),
  ];
}

const countOf = (entries: readonly EntryCount[], wanted: string) =>
  entries.reduce((sum, { entries: count, kind }) => (kind === wanted ? sum + count : sum), 0);

type Figures = Readonly<Record<string, ShownCount>>;

/** Agreements and certifications of agencies are public one by one, so that their numbers need no protection. */
const PUBLIC_ANYHOW: ReadonlySet<string> = new Set(['agreements_approved', 'agreements_ended']);

function figuresOf(
  { entries, own, tables, year }: CountedYear,
  show: Show,
  outcomes: ReadonlyMap<number, readonly ShownCount[]>,
): Figures {
  const byKind = Object.fromEntries(
    BY_KIND.map(([code, , kind]) => {
      const count = countOf(entries, kind) - (OF_SHARING.has(kind) ? countOf(own, kind) : 0);
      return [code, PUBLIC_ANYHOW.has(code) ? count : show(count)];
    }),
  );
  const further = show(tables.furtherPages);
  const answers = sumOfShown([byKind.released ?? null, byKind.held ?? null, byKind.refused ?? null]);
  const requests = answers === null || further === null ? null : show(answers - further);
  const [open = null, founded = null, unfounded = null] = outcomes.get(year) ?? [0, 0, 0];
  return {
    ...byKind,
    ...Object.fromEntries(OWN_USE.map(([code, , kind]) => [code, show(countOf(own, kind))])),
    requests,
    // Beside the answers it would tell a small number of requests.
    further_pages: requests === null ? null : further,
    ...{ agreements_in_force: tables.inForce, certifications: tables.certified },
    ...{ process_refused: show(tables.refusedProcess), subjects_of_process: show(tables.subjects) },
    ...{ misuse_open: open, misuse_founded: founded, misuse_unfounded: unfounded },
    audits_completed: tables.auditsCompleted,
  };
}

function outcomesOf(form: AnnualReport['form'], reports: readonly YearOfReports[]) {
  const rows = reports.map(({ founded, open, unfounded }) => [open, founded, unfounded]);
  const shown = form === 'full' ? rows : showRows(rows);
  return new Map(reports.map(({ year }, at) => [year, shown[at] as readonly ShownCount[]]));
}
