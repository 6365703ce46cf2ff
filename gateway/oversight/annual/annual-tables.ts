/** Lays out the annual report as two tables, once for the page, the file and the command. */

import { csvRow } from '../audit-search/csv-row.ts';
import type { Cell } from '../transparency/public-tables.ts';
import { WITHHELD } from '../transparency/public-tables.ts';
import type { AnnualReport } from './annual.schema.ts';

const shown = (count: number | null): Cell => count ?? WITHHELD;

export function figureRows({ figures, year, yearBefore }: AnnualReport) {
  return {
    columns: ['Figure', String(year), yearBefore === null ? 'Year before' : String(yearBefore), 'Source'],
    rows: figures.map(({ before, count, source, title }): Cell[] => [
      ...[title, shown(count), yearBefore === null ? 'no log then' : shown(before), source],
    ]),
  };
}

export function entryRows({ entries }: AnnualReport) {
  return {
    columns: ['Month', 'Kind', 'Agency', 'Entries'],
    rows: entries.map(({ agency, entries: count, kind, month }): Cell[] => [
      month,
      kind,
      agency,
      shown(count),
    ]),
  };
}

/** Says how far the report goes, above everything that it tells. */
export function annualTitle({ form, owner, through, untilToday, year }: AnnualReport): string {
  const far = untilToday
    ? `until today${through === null ? '' : `: counted through ${through}`}`
    : 'whole year';
  const whose = form === 'public' ? 'public form, small counts withheld' : 'full form, for those who oversee';
  return `annual report ${year} of ${owner}, ${far} (${whose})`;
}

/** One file: both tables, each with its columns, a blank line between. */
export function annualCsv(report: AnnualReport): string {
  const tables = [figureRows(report), entryRows(report)];
  const texts = tables.map(({ columns, rows }) => [columns, ...rows].map(csvRow).join(''));
  return `${csvRow([annualTitle(report)])}\r\n${texts.join('\r\n')}`;
}
