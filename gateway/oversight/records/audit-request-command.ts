/** `report audit-request` writes what an agency's records office is asked into a file to be sent to it. */
import { existsSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { counted } from '../../../sharing-rules/text/counted.ts';
import type { Connect } from '../../cli/client/connect.ts';
import { findGivenAgencyOri } from '../../cli/client/find-agency.ts';
import { bodyOf, readAnswer } from '../../cli/client/http-client-answer.ts';
import { actAs, type ClientOptions } from '../../cli/client-options.ts';
import { month } from '../../cli/month-argument.ts';
import { agency } from '../../cli/ori-argument.ts';
import { printResult } from '../../cli/print-result.ts';
import { writeOut } from '../../cli/write-out.ts';

interface RequestOptions extends Pick<ClientOptions, 'as'> {
  readonly agency: string;
  readonly month?: string;
  readonly file?: string;
}

export function auditRequestCommand(connect: Connect): Command {
  return new Command('audit-request')
    .description(
      'released queries of an agency in a month as CSV, for its records office to answer within 30 days; an entry of the log',
    )
    .requiredOption('--agency <agency>', 'agency that is asked, by ORI or name', agency)
    .option('--month <YYYY-MM>', 'the month, e.g. 2026-10; default: the last one', month)
    .option('--file <file>', 'new file to write; default standard output')
    .addOption(actAs('auditor'))
    .addHelpText(
      'after',
      `
Its client answers with POST /v1/records-checks (scope alpr.records), once two
administrators have let it: POST /v1/clients/{id}/answer-records.

Example:
  npm run gateway -- report audit-request --agency CO0010000 --file request.csv`,
    )
    .action(async ({ as, file, month: asked, ...options }: RequestOptions) => {
      // Before it is asked for: the request is an entry of the log, and begins the thirty days.
      if (file !== undefined && existsSync(file))
        throw new Error(`\`${file}\` is there already: name a new file`);
      const client = await connect(as, { otherwise: 'auditor' });
      const ori = (await findGivenAgencyOri(client, options.agency, as)) as string;
      const search = new URLSearchParams({ agency: ori, ...(asked === undefined ? {} : { month: asked }) });
      const response = await client.open('GET', `/v1/reports/audit-request?${search}`);
      if (!response.ok) bodyOf(await readAnswer(response));
      const csv = await response.text();
      if (file === undefined) return writeOut(csv);
      writeFileSync(file, csv, { flag: 'wx', mode: 0o600 });
      // The first line has the names of the columns.
      const queries = csv.split('\r\n').length - 2;
      printResult(null, false, () => `${counted(queries, 'query', 'queries')} in ${file}`);
    });
}
