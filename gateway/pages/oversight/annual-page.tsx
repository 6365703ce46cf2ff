/** Shows the annual report of the sharing: a year beside the one before, in full or as the public may see it. */
import type { ComponentChildren } from 'preact';
import { ENTRY_KINDS, type EntryKind } from '../../audit/entry-kinds.ts';
import type { AnnualReport } from '../../oversight/annual/annual.schema.ts';
import { annualTitle, entryRows, figureRows } from '../../oversight/annual/annual-tables.ts';
import type { Cell } from '../../oversight/transparency/public-tables.ts';
import { type NameOf, readAgencyNames } from '../console/registry/agency-name.tsx';
import { DataTable } from '../layout/data-table.tsx';
import { firstUpper } from '../layout/first-upper.ts';
import { inCode } from '../layout/in-code.tsx';
import type { Page } from '../serve/page.ts';

const PATH = '/console/annual';

/** The report of the year that runs is where people begin. */
export const ANNUAL: Page = {
  path: PATH,
  action: 'read_log',
  link: { name: 'Annual report' },
  show: (visit) => ANNUAL_YEAR.show({ ...visit, at: { year: String(new Date().getUTCFullYear()) } }),
};

export const ANNUAL_YEAR: Page = {
  path: `${PATH}/:year`,
  action: 'read_log',
  show: async ({ api, at, search }) => {
    const year = at.year ?? '';
    const form = search.get('form') === 'public' ? 'public' : 'full';
    const asked = `/v1/reports/annual/${encodeURIComponent(year)}?form=${form}`;
    if (search.get('format') === 'csv') {
      const body = await api.open('GET', `${asked}&format=csv`);
      return { file: { name: `annual-${year}-${form}.csv`, type: 'text/csv', body } };
    }
    const report = await api.call<AnnualReport>('GET', asked);
    const oris = [report.owner, ...report.entries.map(({ agency }) => agency)];
    const agencyOf = await readAgencyNames(api, oris);
    return { title: `Annual report ${year}`, body: <Report {...{ agencyOf, report }} /> };
  },
};

interface ReportProps {
  readonly agencyOf: NameOf;
  readonly report: AnnualReport;
}

function Report({ agencyOf, report }: ReportProps) {
  const { form, logSize, owner, year, yearBefore } = report;
  const figures = laidOut(figureRows(report), [1, 2]);
  const own = `${PATH}/${year}`;
  const isPublic = form === 'public';
  return (
    <>
      <p>{firstUpper(annualTitle({ ...report, owner: withOri(owner, agencyOf) }))}.</p>
      <p class="no-print">
        {isPublic ? <a href={own}>Full form</a> : <a href={`${own}?form=public`}>Public form</a>}
        {' · '}
        <a href={`${own}?form=${form}&format=csv`}>Save as CSV</a>
        {yearBefore === null ? null : (
          <>
            {' · '}
            <a href={`${PATH}/${yearBefore}`}>Report of {yearBefore}</a>
          </>
        )}
      </p>
      {isPublic ? (
        <p>
          “Withheld” stands for a number from 1 to 4, or for one from which such a number could be worked out.
        </p>
      ) : null}
      {yearBefore === null ? <p>The log has no earlier year to compare with this one.</p> : null}
      <DataTable
        name="Figures of the year"
        {...figures}
        columns={figures.columns.filter((_, at) => yearBefore !== null || at !== 2)}
        empty="Nothing was counted."
      />
      <DataTable
        name="Public entries by month, kind and agency"
        {...laidOut(entryRows(report), [3], {
          1: kindInWords,
          2: (ori) => withOri(String(ori ?? ''), agencyOf),
        })}
        empty="The log has no entry of this year yet."
      />
      <p>
        Counted from the first {logSize.toLocaleString('en-US')} entries of the log. Anybody counts the same,
        with no help of this gateway, by <code>audit verify --year {year}</code>.
      </p>
    </>
  );
}

const shown = (cell: Cell) => (typeof cell === 'number' ? cell.toLocaleString('en-US') : inCode(cell ?? ''));

/** Puts the name before the ORI, where the registry has one. */
function withOri(ori: string, agencyOf: NameOf): string {
  const name = agencyOf(ori) ?? ori;
  return name === ori ? ori : `${name} (${ori})`;
}

/** Shows what a kind of entry means, followed by its code in the log. */
function kindInWords(kind: Cell): ComponentChildren {
  const meaning = Object.hasOwn(ENTRY_KINDS, kind ?? '') ? ENTRY_KINDS[kind as EntryKind].meaning : null;
  return meaning === null ? (
    shown(kind)
  ) : (
    <>
      {firstUpper(meaning)} ({shown(kind)})
    </>
  );
}

/** @param numbers the columns that are numbers @param words those whose cells are shown in words */
function laidOut(
  { columns, rows }: { readonly columns: readonly string[]; readonly rows: readonly Cell[][] },
  numbers: readonly number[],
  words: Readonly<Record<number, (cell: Cell) => ComponentChildren>> = {},
) {
  return {
    columns: columns.map((name, at) => ({
      ...{ name, isNumber: numbers.includes(at) },
      of: (row: readonly Cell[]) => (words[at] ?? shown)(row[at] ?? null),
    })),
    rows,
  };
}
