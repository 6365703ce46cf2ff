/** `report misuse`: reports of misuse to the Chief, from the first word to the last. */

import { Command, Option } from 'commander';
import { REPORT_SEARCHES } from '../../../sharing-rules/terms/statuses.ts';
import type { Client, Connect } from '../../cli/client/connect.ts';
import { readPages } from '../../cli/client/read-pages.ts';
import { askAs, type ClientOptions, jsonOption } from '../../cli/client-options.ts';
import { membersOf } from '../../cli/members-of.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { printResult } from '../../cli/print-result.ts';
import { tableOf } from '../../cli/table-of.ts';
import { withNames } from '../../registry/identities/with-names.ts';
import { openReportCommand } from './open-report-command.ts';
import { AS_CHIEF, pathOfReport, type ReportView, stepsForReport } from './report-view.ts';
import { assignReportCommand, closeReportCommand } from './see-to-report-command.ts';

export function misuseCommand(connect: Connect): Command {
  return new Command('misuse')
    .description(
      'reports of misuse to the Chief: opened by anybody with a role, closed by the Chief, or if about the Chief by an auditor',
    )
    .addCommand(listCommand(connect), { isDefault: true })
    .addCommand(showCommand(connect))
    .addCommand(openReportCommand(connect))
    .addCommand(assignReportCommand(connect))
    .addCommand(closeReportCommand(connect));
}

const NONE: Readonly<Record<string, string>> = {
  waiting: 'no report waits for anybody\na gateway looks for misuse when it starts, and every five minutes',
  overdue: 'no report is overdue',
};

function listCommand(connect: Connect): Command {
  return new Command('list')
    .description('reports, the newest first')
    .addOption(new Option('--state <state>', 'which ones').choices(REPORT_SEARCHES).default('waiting'))
    .addOption(askAs('chief'))
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- report misuse list --state closed')
    .action(async ({ as, json, state }: ClientOptions & { state: string }) => {
      const client = await connect(as, AS_CHIEF);
      const reports = await readPages<ReportView>(client, `/v1/misuse-reports?state=${state}`, 'reports');
      printResult({ reports }, json === true, () =>
        reports.length === 0 ? (NONE[state] ?? describeReports(reports, as)) : describeReports(reports, as),
      );
    });
}

function describeReports(reports: readonly ReportView[], as: string | undefined): string {
  const table = tableOf(
    ['opened', 'kind', 'agency', 'state', 'due', 'what', 'id'],
    reports.map(({ agency, dueAt, id, kind, openedAt, state, summary }) => [
      ...[openedAt.slice(0, 10), kind, agency, state, dueAt.slice(0, 10), summary, id],
    ]),
  );
  const [first] = reports;
  if (first === undefined) return table;
  return `${table}\nthe whole of one: ${nextCommand(`report misuse show ${first.id}`, as)}`;
}

function showCommand(connect: Connect): Command {
  return new Command('show')
    .description('one report with all that is known of it')
    .argument('<id>', 'id of the report')
    .addOption(askAs('chief'))
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- report misuse show 3f0c…')
    .action(async (id: string, { as, json }: ClientOptions) => {
      const client = await connect(as, AS_CHIEF);
      const report = await client.call<ReportView>('GET', pathOfReport(id)).catch(stepsForReport(id, as));
      const named = json ? report : await withNames(client, report);
      printResult(report, json === true, () =>
        [described(named), ...whatNext(report, client, as)].join('\n'),
      );
    });
}

/** Its `owner` is who sees to it; to people, the owner is the department. */
const NAMES: Readonly<Record<string, string>> = { owner: 'seen to by', closer: 'closed by the role' };

function described(report: object): string {
  const members = Object.entries(report).map(([name, value]) => [NAMES[name] ?? name, value]);
  return membersOf(Object.fromEntries(members));
}

function whatNext(
  { closer, entries: [entry], id, state }: ReportView,
  { isDemo }: Client,
  as: string | undefined,
): string[] {
  const look =
    entry === undefined ? [] : [`what the log has of it: ${nextCommand(`audit show ${entry}`, as)}`];
  if (state === 'closed') return look;
  const who = closer === 'chief' ? 'the Chief' : 'an auditor who did not report it';
  const closing = closer === 'auditor' && isDemo ? 'auditor' : as;
  const close = nextCommand(`report misuse close ${id} --outcome … --note "…"`, closing);
  return [...look, `to close it, ${who} writes founded or unfounded, and why: ${close}`];
}
