/** `report misuse` and `report monthly`: what the Chief and the auditors look at, from the command line. */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Connect } from '../cli/connect.ts';
import { printResult } from '../cli/print-result.ts';
import { readPages } from '../cli/read-pages.ts';
import { tableOf } from '../cli/table-of.ts';
import type { MonthlyAudit } from './monthly-audits-store.ts';

interface ReportView {
  readonly id: string;
  readonly kind: string;
  readonly agency: string | null;
  readonly state: string;
  readonly openedAt: string;
  readonly dueAt: string;
  readonly summary: string;
}

export function reportCommand(connect: Connect): Command {
  return new Command('report')
    .description('reports of misuse, and the monthly audit (Policy 420.9.1)')
    .addCommand(misuseCommand(connect))
    .addCommand(monthlyCommand(connect));
}

function misuseCommand(connect: Connect): Command {
  return new Command('misuse')
    .description('reports of misuse to the Chief')
    .addOption(
      new Option('--state <state>', 'which ones')
        .choices(['waiting', 'open', 'acknowledged', 'closed'])
        .default('waiting'),
    )
    .option('--close <id>', 'close a report; give --outcome and --note with it')
    .addOption(new Option('--outcome <outcome>').choices(['founded', 'unfounded']))
    .option('--note <text>', 'what was found, and what followed')
    .option('--as <client>', 'client to ask as', 'chief')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npm run gateway -- report misuse --close 3f0c… --outcome founded --note "retrained"',
    )
    .action(
      async (
        options: Record<'state' | 'as', string> &
          Partial<Record<'close' | 'outcome' | 'note', string>> & { json?: true },
      ) => {
        const client = await connect(options.as);
        const { close, note, outcome, state } = options;
        if (close !== undefined) {
          if (outcome === undefined || note === undefined) {
            throw new Error('give `--outcome founded|unfounded` and `--note` to close a report');
          }
          const path = `/v1/misuse-reports/${encodeURIComponent(close)}/close`;
          const closed = await client.call<ReportView>('POST', path, { outcome, note });
          printResult(closed, options.json === true, () => `closed: ${closed.id}`);
          return;
        }
        const reports = await readPages<ReportView>(client, `/v1/misuse-reports?state=${state}`, 'reports');
        printResult({ reports }, options.json === true, () =>
          tableOf(
            ['opened', 'kind', 'agency', 'state', 'due', 'what', 'id'],
            reports.map((one) => [
              one.openedAt.slice(0, 10),
              one.kind,
              one.agency,
              one.state,
              one.dueAt.slice(0, 10),
              one.summary,
              one.id,
            ]),
          ),
        );
      },
    );
}

function monthlyCommand(connect: Connect): Command {
  return new Command('monthly')
    .description('the seven answers of a month; computed and kept once with --complete')
    .requiredOption('--month <YYYY-MM>', 'the month, e.g. 2026-10; it must be over to be audited', month)
    .option('--complete', 'compute the answers, keep them, and put their hash into the log')
    .option('--employees-compared', 'you compared the rosters with present employees')
    .option('--vendor-sharing-off', "you found the camera vendor's own sharing off")
    .option('--as <client>', 'client to ask as', 'auditor')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npm run gateway -- report monthly --month 2026-10 --complete --employees-compared --vendor-sharing-off',
    )
    .action(
      async (options: {
        month: string;
        complete?: true;
        employeesCompared?: true;
        vendorSharingOff?: true;
        as: string;
        json?: true;
      }) => {
        const client = await connect(options.as);
        const { month } = options;
        const audit = options.complete
          ? await client.call<MonthlyAudit>('POST', '/v1/monthly-audits', {
              month,
              employeesCompared: options.employeesCompared === true,
              vendorSharingOff: options.vendorSharingOff === true,
            })
          : await client.call<MonthlyAudit>('GET', `/v1/monthly-audits/${encodeURIComponent(month)}`);
        printResult(audit, options.json === true, () => describe(audit));
      },
    );
}

function month(text: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new InvalidArgumentError('write a month as year and month, e.g. 2026-10');
}

function describe({ index, memo, memoHash }: MonthlyAudit): string {
  const lines = memo.answers.flatMap(({ discrepancies, ok, question }, i) => [
    `${i + 1}. ${question} ${ok === null ? 'nothing to judge' : ok ? 'yes' : 'NO'}`,
    ...discrepancies.map(({ summary }) => `     - ${summary}`),
  ]);
  return `audit of ${memo.month}, completed ${memo.completedAt}\n${lines.join('\n')}\nlog entry ${index}, memo ${memoHash}`;
}
