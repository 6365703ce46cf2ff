/** `report annual`: the year's report (C.R.S. 24-74) from the command line. */
import { InvalidArgumentError } from 'commander';
import { counted } from '../../../sharing-rules/text/counted.ts';
import { part } from '../../cli/administration/part.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { tableOf } from '../../cli/table-of.ts';
import type { AnnualReport } from './annual.schema.ts';
import { annualCsv, annualTitle, figureRows } from './annual-tables.ts';

interface AnnualOptions {
  readonly year: string;
  readonly public?: true;
  readonly csv?: true;
}

const NOTES = `
The figures that name public entries as their source can be counted by anybody:
\`audit verify --year\` does. With --public small counts are withheld, as on
/transparency, so that the report can be published.
`;

export const annualCommand = part<AnnualOptions>({
  name: 'annual',
  description: 'the report of a year beside the year before; of the year that runs, until today',
  options: (command) =>
    command
      .requiredOption('--year <YYYY>', 'the year, e.g. 2026', year)
      .option('--public', 'withhold small counts, as for publication')
      .option('--csv', 'print both tables of the report as CSV'),
  notes: NOTES,
  example: 'report annual --year 2026\n  npm run gateway -- report annual --year 2026 --public --csv',
  as: 'asks',
  acting: { otherwise: 'auditor' },
  work: async ({ client, csv, public: isPublic, year: asked }) => {
    const form = isPublic ? 'public' : 'full';
    const report = await client.call<AnnualReport>('GET', `/v1/reports/annual/${asked}?form=${form}`);
    return { result: report, say: () => (csv ? annualCsv(report).trimEnd() : summary(report)) };
  },
});

function year(text: string): string {
  if (/^20\d\d$/.test(text)) return text;
  throw new InvalidArgumentError('write a year with four digits, e.g. 2026');
}

function summary(report: AnnualReport): string {
  const { columns, rows } = figureRows(report);
  return [
    annualTitle(report),
    tableOf(columns, rows),
    `${counted(report.entries.length, 'row')} of public entries by month, kind and agency: add --csv or --json`,
    `of the first ${report.logSize} entries of the log; count them yourself: ${nextCommand(`audit verify --year ${report.year}`)}`,
  ].join('\n');
}
