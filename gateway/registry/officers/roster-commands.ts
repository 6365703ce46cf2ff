/** `officer add` and `officer import`: an agency's roster, one by one or from a CSV file that a dry run judges first. */
import { readFile } from 'node:fs/promises';
import { Option } from 'commander';
import { part } from '../../cli/administration/part.ts';
import { addTermOptions, bodyOfOptions } from '../../cli/administration/term-options.ts';
import { GRANTS } from '../../cli/client/connect.ts';
import { findAgencyOri } from '../../cli/client/find-agency.ts';
import { nextCommand, quoted } from '../../cli/next-command.ts';
import { agency as agencyOf, ori } from '../../cli/ori-argument.ts';
import { tableOfRows } from '../../cli/table-of.ts';
import { ATTESTATION_TERMS } from './officer.terms.ts';
import { type EnrolledOfficer, type ImportedRoster, ROSTER_COLUMNS } from './roster.schema.ts';
import { ROSTER_CSV, ROSTER_TERMS } from './roster.terms.ts';

interface OfAgency {
  readonly agency: string;
}

const agencyOption = () =>
  new Option('--agency <agency>', 'their agency, by ORI or name').argParser(agencyOf).makeOptionMandatory();

export const addCommand = part<OfAgency>({
  name: 'add',
  description: 'put an officer on the roster before they first ask, with what their agency attests of them',
  argument: ['<officer>', "the agency's id of the officer, as it sends it with queries"],
  options: (command) => {
    addTermOptions(command.addOption(agencyOption()), { name: ROSTER_TERMS.name });
    return addTermOptions(command, ATTESTATION_TERMS, { employerOri: ori }, false);
  },
  notes: '\nWhat is attested is given as a whole, or left out as a whole.\n',
  example: `officer add officer-9 --agency CO0010000 --name "Officer Sample" \\
    --employer CO0010000 --federal-detail no --trained-on 2026-06-01`,
  json: '{ officer, outcome, reason }',
  as: 'acts',
  acting: GRANTS,
  work: async ({ agency, as, client, given, named: reference }) => {
    const attestation = bodyOfOptions(ATTESTATION_TERMS, given);
    const result = await client.call<EnrolledOfficer>(
      'POST',
      `/v1/agencies/${await findAgencyOri(client, agency, as)}/officers`,
      {
        ...{ reference, ...bodyOfOptions({ name: ROSTER_TERMS.name }, given) },
        ...(Object.keys(attestation).length === 0 ? {} : { attestation }),
      },
    );
    const { officer, outcome, reason } = result;
    const why = reason === null ? '' : `, ${reason}`;
    return { result, say: () => `${officer.agency} ${officer.reference}: ${outcome}${why}` };
  },
});

export const importRosterCommand = part<OfAgency & { readonly dryRun?: true }>({
  name: 'import',
  description: "put the officers of a CSV file on an agency's roster",
  argument: ['<file>', 'CSV file, UTF-8, at most 1,000 officers'],
  options: (command) =>
    command
      .addOption(agencyOption())
      .option('--dry-run', 'say what would become of each row, and keep nothing'),
  notes: `
The first line names the columns: ${ROSTER_CSV.all.join(',')}.
The last three are left out together where the agency attests nothing.
`,
  example: 'officer import roster.csv --agency CO0010000 --dry-run',
  json: '{ agency, dryRun, rows, counts, roster, enrolled }',
  as: 'acts',
  acting: GRANTS,
  work: async ({ agency, as, client, dryRun = false, named: file }) => {
    const ori = await findAgencyOri(client, agency, as);
    const csv = await readFile(file, 'utf8');
    const result = await client.call<ImportedRoster>('POST', `/v1/agencies/${ori}/roster`, { csv, dryRun });
    const { counts, enrolled, roster, rows } = result;
    const sum = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`);
    const again = nextCommand(`officer import ${quoted(file)} --agency ${ori}`, as);
    const say = () =>
      [
        tableOfRows(ROSTER_COLUMNS, rows),
        `${dryRun ? 'nothing is kept of this dry run: ' : ''}${sum.join(', ')}; ${enrolled} of ${roster} places taken`,
        ...(dryRun && counts.added + counts.changed > 0 ? [`next: ${again}`] : []),
      ].join('\n');
    return { result, say };
  },
});
