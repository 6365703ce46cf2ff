/** `report misuse`: reports of misuse to the Chief, from the first word to the last. */
import { Command, Option } from 'commander';
import { whoMay } from '../../../sharing-rules/terms/roles.ts';
import { REPORT_OUTCOMES, REPORT_SEARCHES } from '../../../sharing-rules/terms/statuses.ts';
import { part } from '../../cli/administration/part.ts';
import { readList } from '../../cli/administration/read-list.ts';
import type { Client, Connect } from '../../cli/client/connect.ts';
import { findListedId } from '../../cli/client/find-listed.ts';
import { day } from '../../cli/day-or-time.ts';
import { membersOf } from '../../cli/members-of.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { words } from '../../cli/reason-option.ts';
import { tableOf } from '../../cli/table-of.ts';
import { PERSONS } from '../../registry/identities/identity.terms.ts';
import { withNames } from '../../registry/identities/with-names.ts';
import { openReportCommand } from './open-report-command.ts';
import { AS_CHIEF, pathOfReport, type ReportView, stepsForReport } from './report-view.ts';

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

const listCommand = part<{ readonly state: string }>({
  name: 'list',
  description: 'reports, the newest first',
  options: (command) =>
    command.addOption(
      new Option('--state <state>', 'which ones').choices(REPORT_SEARCHES).default('waiting'),
    ),
  example: 'report misuse list --state closed',
  as: 'asks',
  acting: AS_CHIEF,
  work: async (asked) => {
    const { as, state } = asked;
    const reports = await readList<ReportView>(asked, { path: '/v1/misuse-reports', member: 'reports' });
    const none = reports.length === 0 ? NONE[state] : undefined;
    return { result: { reports }, say: () => none ?? describeReports(reports, as) };
  },
});

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

const showCommand = part({
  name: 'show',
  description: 'one report with all that is known of it',
  argument: ['<id>', 'id of the report'],
  example: 'report misuse show 3f0c…',
  as: 'asks',
  acting: AS_CHIEF,
  work: async ({ as, client, named: id }) => {
    const report = await client.call<ReportView>('GET', pathOfReport(id)).catch(stepsForReport(id, as));
    const say = async () =>
      [described(await withNames(client, report)), ...whatNext(report, client, as)].join('\n');
    return { result: report, say };
  },
});

/** Its `owner` is who sees to it; to people, the owner is the department. */
const NAMES: Readonly<Record<string, string>> = { owner: 'seen to by', closer: 'closed by the role' };

function described(report: object): string {
  const members = Object.entries(report).map(([name, value]) => [NAMES[name] ?? name, value]);
  return membersOf(Object.fromEntries(members));
}

function whatNext(
  { closer, entries: [entry], id, outcomes, state }: ReportView,
  { isDemo }: Client,
  as: string | undefined,
): string[] {
  const look =
    entry === undefined ? [] : [`what the log has of it: ${nextCommand(`audit show ${entry}`, as)}`];
  if (state === 'closed') return look;
  const who = closer === 'chief' ? 'the Chief' : 'an auditor who did not report it';
  const closing = closer === 'auditor' && isDemo ? 'auditor' : as;
  const close = nextCommand(`report misuse close ${id} --outcome … --note "…"`, closing);
  return [...look, `to close it, ${who} writes ${outcomes.join(' or ')}, and why: ${close}`];
}

/** For who may close the report. */
const COMMON = {
  argument: ['<id>', 'id of the report, as `report misuse list` has it'],
  optionsLast: true,
  as: 'acts',
  acting: AS_CHIEF,
} as const;

/**
 * `report misuse assign` and `close`: the Chief, or of a report about the Chief an auditor, says who sees to it and by
 * when, and what was found.
 */
const assignReportCommand = part<{ readonly to: string; readonly due: string }>({
  ...COMMON,
  name: 'assign',
  description: `name who sees to a report, and by when: ${whoMay('read_misuse')}, never the person whom it concerns`,
  options: (command) =>
    command
      .requiredOption(
        '--to <person>',
        'who sees to it: name, sign-in at the issuer, number as an employee, or id, as `person list` has them',
      )
      .requiredOption('--due <day>', 'day by which it is to be closed, e.g. 2027-01-31', day),
  example: 'report misuse assign 3f0c… --to "Demo auditor" \\\n    --due 2027-01-31',
  work: async ({ as, client, due, named: id, to }) => {
    const owner = await findListedId(client, PERSONS, to, as);
    const order = { owner, dueAt: `${due}T23:59:59Z` };
    const report = await client
      .call<ReportView>('POST', `${pathOfReport(id)}/assign`, order)
      .catch(stepsForReport(id, as));
    return { result: report, say: () => `${to} sees to it, by ${due}: ${report.id}` };
  },
});

const closeReportCommand = part<{ readonly outcome: string; readonly note: string }>({
  ...COMMON,
  name: 'close',
  description: 'close a report, once and for good',
  options: (command) =>
    command
      .addOption(
        new Option(
          '--outcome <outcome>',
          'whether there was misuse; `refused_nothing_left`: every entry was a refusal',
        )
          .choices(REPORT_OUTCOMES)
          .makeOptionMandatory(),
      )
      .requiredOption('--note <text>', 'what was found, and what followed', words('--note', 'retrained')),
  example: 'report misuse close 3f0c… --outcome founded \\\n    --note "retrained"',
  work: async ({ as, client, named: id, note, outcome }) => {
    const closed = await client
      .call<ReportView>('POST', `${pathOfReport(id)}/close`, { outcome, note })
      .catch(stepsForReport(id, as));
    return { result: closed, say: () => `closed as ${outcome}: ${closed.id}` };
  },
});
