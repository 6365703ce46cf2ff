/** `report misuse open`: anybody of the owner with a role brings misuse before the Chief. */

import { InvalidArgumentError } from 'commander';
import { part } from '../../cli/administration/part.ts';
import type { Client } from '../../cli/client/connect.ts';
import { findGivenAgencyOri } from '../../cli/client/find-agency.ts';
import { findListedId } from '../../cli/client/find-listed.ts';
import { findOfficerId } from '../../cli/client/find-officer.ts';
import { byItsRole } from '../../cli/client/who-else.ts';
import { agency } from '../../cli/ori-argument.ts';
import { words } from '../../cli/reason-option.ts';
import { PERSONS } from '../../registry/identities/identity.terms.ts';
import { withNames } from '../../registry/identities/with-names.ts';
import type { OpenedReport } from './misuse.schema.ts';
import { whoHasIt } from './who-has-report.ts';

interface OpenOptions {
  readonly kind: string;
  readonly summary: string;
  readonly agency?: string;
  readonly officer?: string;
  readonly person?: string;
  readonly entries?: readonly number[];
}

export const openReportCommand = part<OpenOptions>({
  name: 'open',
  description:
    'report misuse to the Chief, or of the Chief to an auditor; whom it concerns is not shown the report',
  options: (command) =>
    command
      .requiredOption(
        '--kind <kind>',
        'what kind, in lower case with _ between words, e.g. personal_use',
        kind,
      )
      .requiredOption(
        '--summary <text>',
        'what happened, without plates, names and case numbers; kept in the log entry',
        words('--summary', 'asked for the plate of a neighbor'),
      )
      .option('--agency <agency>', 'agency that it is about, by ORI or name', agency)
      .option(
        '--officer <officer>',
        "with --agency: officer that it is about, by the agency's id or the gateway's",
      )
      .option('--person <person>', "person of the owner's own that it is about, as `person list` has them")
      .option('--entries <list>', 'entries of the log that show it, with commas between', entries),
  example: `report misuse open --kind personal_use \\
    --summary "asked for the plate of a neighbor" --agency CO0010000`,
  as: 'acts',
  acting: { otherwise: 'auditor' },
  read: ({ agency, officer }) => {
    if (officer === undefined || agency !== undefined) return;
    throw new Error('give `--agency` with `--officer`: several agencies may have an officer of this id');
  },
  work: async ({ as, client, given }) => {
    const report = await reportOf(client, given, as);
    const opened = await client.call<OpenedReport>('POST', '/v1/misuse-reports', report);
    const say = async () => {
      const { owner } = await withNames(client, opened);
      const { closer, id } = opened;
      const show = byItsRole(client, `report misuse show ${id}`);
      const showIt = closer === 'chief' || !client.isDemo ? show : `${show} --as auditor`;
      return `opened: ${id}\n${whoHasIt({ closer, owner })}; auditors see it too: ${showIt}`;
    };
    return { result: opened, say };
  },
});

/** The body of the report: with ids for what people call by name. */
async function reportOf(
  client: Client,
  { entries, kind, officer, person, summary, ...options }: OpenOptions,
  as: string | undefined,
) {
  const ori = await findGivenAgencyOri(client, options.agency, as);
  return {
    kind,
    summary,
    entries,
    agency: ori,
    subjectId: officer === undefined ? undefined : await findOfficerId(client, officer, { agency: ori, as }),
    concerns: person === undefined ? undefined : await findListedId(client, PERSONS, person, as),
  };
}

function kind(text: string): string {
  if (/^[a-z][a-z_]{2,40}$/.test(text)) return text;
  throw new InvalidArgumentError('write 3 to 41 lower-case letters and _, e.g. personal_use');
}

function entries(text: string): number[] {
  const indices = text.split(',').map((one) => one.trim());
  if (indices.every((one) => /^\d{1,15}$/.test(one))) return indices.map(Number);
  throw new InvalidArgumentError('write numbers of entries with commas between, e.g. 120,124');
}
