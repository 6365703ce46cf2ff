/**
 * `report misuse assign` and `close`: the Chief, or of a report about the Chief an auditor, says who sees to it and by
 * when, and what was found.
 */

import { type Command, Option } from 'commander';
import { whoMay } from '../../../sharing-rules/terms/roles.ts';
import { REPORT_OUTCOMES } from '../../../sharing-rules/terms/statuses.ts';
import { part } from '../../cli/administration/part.ts';
import type { Connect } from '../../cli/client/connect.ts';
import { findListedId } from '../../cli/client/find-listed.ts';
import { day } from '../../cli/day-or-time.ts';
import { words } from '../../cli/reason-option.ts';
import { PERSONS } from '../../registry/identities/identity.terms.ts';
import { AS_CHIEF, pathOfReport, type ReportView, stepsForReport } from './report-view.ts';

/** For who may close the report. */
const COMMON = {
  argument: ['<id>', 'id of the report, as `report misuse list` has it'],
  optionsLast: true,
  as: 'acts',
  acting: AS_CHIEF,
} as const;

export const assignReportCommand = (connect: Connect): Command =>
  part<{ readonly to: string; readonly due: string }>(connect, {
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

export const closeReportCommand = (connect: Connect): Command =>
  part<{ readonly outcome: string; readonly note: string }>(connect, {
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
