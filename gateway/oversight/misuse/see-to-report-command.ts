/**
 * `report misuse assign` and `close`: the Chief, or of a report about the Chief an auditor, says who sees to it and by
 * when, and what was found.
 */

import { Command, Option } from 'commander';
import { whoMay } from '../../../sharing-rules/terms/roles.ts';
import { REPORT_OUTCOMES } from '../../../sharing-rules/terms/statuses.ts';
import type { Connect } from '../../cli/client/connect.ts';
import { findListedId } from '../../cli/client/find-listed.ts';
import { actAs, type ClientOptions, jsonOption } from '../../cli/client-options.ts';
import { day } from '../../cli/day-or-time.ts';
import { printResult } from '../../cli/print-result.ts';
import { words } from '../../cli/reason-option.ts';
import { PERSONS } from '../../registry/identities/identity.terms.ts';
import { AS_CHIEF, pathOfReport, type ReportView, stepsForReport } from './report-view.ts';

/** For who may close the report. */
const ofReport = (name: string, description: string) =>
  new Command(name)
    .description(description)
    .argument('<id>', 'id of the report, as `report misuse list` has it')
    .addOption(actAs('chief'))
    .addOption(jsonOption());

export function assignReportCommand(connect: Connect): Command {
  return ofReport(
    'assign',
    `name who sees to a report, and by when: ${whoMay('read_misuse')}, never the person whom it concerns`,
  )
    .requiredOption(
      '--to <person>',
      'who sees to it: name, sign-in at the issuer, number as an employee, or id, as `person list` has them',
    )
    .requiredOption('--due <day>', 'day by which it is to be closed, e.g. 2027-01-31', day)
    .addHelpText(
      'after',
      '\nExample:\n  npm run gateway -- report misuse assign 3f0c… --to "Demo auditor" \\\n    --due 2027-01-31',
    )
    .action(async (id: string, { as, due, json, to }: ClientOptions & { to: string; due: string }) => {
      const client = await connect(as, AS_CHIEF);
      const owner = await findListedId(client, PERSONS, to, as);
      const order = { owner, dueAt: `${due}T23:59:59Z` };
      const report = await client
        .call<ReportView>('POST', `${pathOfReport(id)}/assign`, order)
        .catch(stepsForReport(id, as));
      printResult(report, json === true, () => `${to} sees to it, by ${due}: ${report.id}`);
    });
}

export function closeReportCommand(connect: Connect): Command {
  return ofReport('close', 'close a report, once and for good')
    .addOption(
      new Option('--outcome <outcome>', 'whether there was misuse')
        .choices(REPORT_OUTCOMES)
        .makeOptionMandatory(),
    )
    .requiredOption('--note <text>', 'what was found, and what followed', words('--note', 'retrained'))
    .addHelpText(
      'after',
      '\nExample:\n  npm run gateway -- report misuse close 3f0c… --outcome founded \\\n    --note "retrained"',
    )
    .action(async (id: string, options: ClientOptions & { outcome: string; note: string }) => {
      const { as, json, note, outcome } = options;
      const client = await connect(as, AS_CHIEF);
      const closed = await client
        .call<ReportView>('POST', `${pathOfReport(id)}/close`, { outcome, note })
        .catch(stepsForReport(id, as));
      printResult(closed, json === true, () => `closed as ${outcome}: ${closed.id}`);
    });
}
