/** `report misuse` and `report monthly`: what the Chief and the auditors look at, from the command line. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { REPORT_OUTCOMES, REPORT_STATES } from '../../../sharing-rules/terms/statuses.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import type { Connect } from '../../cli/client/connect.ts';
import { GatewayProblem } from '../../cli/client/http-client-answer.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { readPages } from '../../cli/client/read-pages.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { printResult } from '../../cli/print-result.ts';
import { words } from '../../cli/reason-option.ts';
import { tableOf } from '../../cli/table-of.ts';
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
      new Option('--state <state>', 'which ones').choices(['waiting', ...REPORT_STATES]).default('waiting'),
    )
    .option('--close <id>', 'close a report; give --outcome and --note with it')
    .addOption(new Option('--outcome <outcome>').choices(REPORT_OUTCOMES))
    .option('--note <text>', 'what was found, and what followed', words('--note', 'retrained'))
    .option('--as <client>', 'client to ask as (default in the demo: chief)')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npm run gateway -- report misuse --close 3f0c… --outcome founded \\\n    --note "retrained"',
    )
    .action(
      async (
        options: Record<'state', string> &
          Partial<Record<'as' | 'close' | 'outcome' | 'note', string>> & { json?: true },
      ) => {
        const client = await connect(options.as, { otherwise: 'chief' });
        const { close, note, outcome, state } = options;
        if (close !== undefined) {
          if (outcome === undefined || note === undefined) {
            throw new Error('give `--outcome founded|unfounded` and `--note` to close a report');
          }
          const path = `/v1/misuse-reports/${encodeURIComponent(close)}/close`;
          const step = `see how it stands: ${nextCommand('report misuse --state closed', options.as)}`;
          const closed = await client.call<ReportView>('POST', path, { outcome, note }).catch(
            nextStep({
              404: `give the whole id, see: ${nextCommand('report misuse', options.as)}`,
              409: step,
            }),
          );
          printResult(closed, options.json === true, () => `closed: ${closed.id}`);
          return;
        }
        const reports = await readPages<ReportView>(client, `/v1/misuse-reports?state=${state}`, 'reports');
        printResult({ reports }, options.json === true, () =>
          reports.length === 0 && state === 'waiting'
            ? NOTHING_WAITS
            : tableOf(
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

const NOTHING_WAITS =
  'no report waits for anybody\na gateway looks for misuse when it starts, and every five minutes';

interface MonthlyOptions {
  readonly month: string;
  readonly complete?: true;
  readonly employeesCompared?: 'yes' | 'no';
  readonly vendorSharingOff?: 'yes' | 'no';
  readonly as?: string;
  readonly json?: true;
}

function monthlyCommand(connect: Connect): Command {
  return new Command('monthly')
    .description('the seven answers of a month; --complete keeps them, once and for good')
    .requiredOption('--month <YYYY-MM>', 'the month, e.g. 2026-10; it must be over to be audited', month)
    .option('--complete', 'compute the answers, keep them, and put their hash into the log')
    .addOption(
      yesOrNo('--employees-compared', 'with --complete: did you compare the rosters with current employees'),
    )
    .addOption(
      yesOrNo('--vendor-sharing-off', "with --complete: did you find the camera vendor's own sharing off"),
    )
    .option('--as <client>', 'client to ask as (default in the demo: auditor)')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npm run gateway -- report monthly --month 2026-10 --complete \\\n    --employees-compared yes --vendor-sharing-off yes',
    )
    .action(async (options: MonthlyOptions) => {
      const { complete, employeesCompared, month, vendorSharingOff } = options;
      refuseUnfinished(month, new Date());
      if (complete && (employeesCompared === undefined || vendorSharingOff === undefined)) {
        throw new Error(
          'with `--complete` give `--employees-compared yes|no` and `--vendor-sharing-off yes|no`: they are kept once',
        );
      }
      const client = await connect(options.as, { otherwise: 'auditor' });
      const audit = complete
        ? await client
            .call<MonthlyAudit>('POST', '/v1/monthly-audits', {
              month,
              employeesCompared: employeesCompared === 'yes',
              vendorSharingOff: vendorSharingOff === 'yes',
            })
            .catch(nextStep({ 409: `see it: ${nextCommand(`report monthly --month ${month}`, options.as)}` }))
        : await client
            .call<MonthlyAudit>('GET', `/v1/monthly-audits/${month}`)
            .catch((error: unknown) => offerCompletion(error, month, options.as));
      printResult(audit, options.json === true, () => describe(audit));
    });
}

const yesOrNo = (flag: string, question: string) =>
  new Option(`${flag} <answer>`, question).choices(['yes', 'no']);

/** @throws Error for a month, in UTC, that is still running or to come */
function refuseUnfinished(month: string, now: Date): void {
  if (month < now.toISOString().slice(0, 7)) return;
  const [year, number] = month.split('-').map(Number) as [number, number];
  const over = utcDay(Date.UTC(year, number, 1));
  throw new Error(`this month is not over: its audit can be completed from ${over}, UTC`);
}

function offerCompletion(error: unknown, month: string, as?: string): never {
  if (!(error instanceof GatewayProblem) || error.answer.status !== 404) throw error;
  const command = nextCommand(
    `report monthly --month ${month} --complete --employees-compared no --vendor-sharing-off no`,
    as,
  );
  throw new GatewayProblem(
    `${month} has not been audited. An auditor does it, once, with \`yes\` for what was done:\n  ${command}`,
    error.answer,
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
