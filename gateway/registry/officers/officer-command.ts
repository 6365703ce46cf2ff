/** `officer`: looks up, suspends, reinstates and attests partners' officers from the command line. */
import { Command, Option } from 'commander';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { ENROLLED_STANDINGS } from '../../../sharing-rules/terms/asker.ts';
import { decideAttestation } from '../../../sharing-rules/terms/attestation.ts';
import { type PublicReason, publicReasons, sentence } from '../../../sharing-rules/terms/reasons.ts';
import { type Asked, part } from '../../cli/administration/part.ts';
import { readList } from '../../cli/administration/read-list.ts';
import { addTermOptions, bodyOfOptions } from '../../cli/administration/term-options.ts';
import { type Client, type Connect, GRANTS } from '../../cli/client/connect.ts';
import { describeWithdrawal } from '../../cli/client/describe-withdrawal.ts';
import { findOfficer } from '../../cli/client/find-officer.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { onlyAgencyOption } from '../../cli/client-options.ts';
import { nextCommand, quoted } from '../../cli/next-command.ts';
import { agency, ori } from '../../cli/ori-argument.ts';
import { reasonOption, words } from '../../cli/reason-option.ts';
import { tableOfRows } from '../../cli/table-of.ts';
import type { Columns } from '../../http/schemas/terms.ts';
import type { WithdrawalResult } from '../../release/revoke/withdraw-right.ts';
import type { AttestedOfficer, ShownOfficer } from './officer.schema.ts';
import { ATTESTATION_TERMS } from './officer.terms.ts';
import { addCommand, importRosterCommand } from './roster-commands.ts';

export function officerCommand(connect: Connect): Command {
  return new Command('officer')
    .addCommand(listCommand(connect))
    .addCommand(addCommand(connect))
    .addCommand(importRosterCommand(connect))
    .addCommand(suspendCommand(connect))
    .addCommand(reinstateCommand(connect))
    .addCommand(attestCommand(connect));
}

interface Given {
  readonly agency?: string;
  readonly reason?: string;
}

/** The argument: one officer, by the id that their agency gave. */
const OFFICER = [
  '<officer>',
  "the agency's id of the officer, e.g. officer-1, or the gateway's own",
] as const;
const withAgency = (command: Command) =>
  command.option('--agency <agency>', 'ORI or name, if officers of several agencies have this id', agency);

async function pathOf({ agency, as, client, named }: Asked<Given>) {
  const { id, status } = await findOfficer(client, named, { agency, as });
  return { path: `/v1/subjects/${id}`, status };
}

const COLUMNS: Columns<ShownOfficer> = {
  agency: ({ agency }) => agency,
  officer: ({ reference }) => reference,
  name: ({ name }) => name,
  status: ({ status }) => status,
  attested: ({ attestedAt }) => attestedAt?.slice(0, 10) ?? 'never',
};

const listCommand = part({
  name: 'list',
  description: 'officers, and how each stands',
  options: (command) =>
    command
      .addOption(onlyAgencyOption())
      .addOption(new Option('--status <status>').choices(ENROLLED_STANDINGS)),
  example: 'officer list --agency CO0010000',
  as: 'acts',
  work: async (asked) => {
    const officers = await readList<ShownOfficer>(asked, { path: '/v1/subjects', member: 'subjects' });
    return { result: { officers }, say: () => tableOfRows(COLUMNS, officers) };
  },
});

const suspendCommand = part<Given>({
  name: 'suspend',
  description: 'stop an officer at once, on every node',
  argument: OFFICER,
  options: (command) => withAgency(command).addOption(reasonOption('under review')),
  example: 'officer suspend officer-1 --agency CO0010000 --reason "under review"',
  as: 'withdraws',
  work: async (asked) => {
    const { client, named, reason } = asked;
    const { path, status: before } = await pathOf(asked);
    const result = await client.call<WithdrawalResult>('POST', `${path}/suspend`, { reason });
    const now = before === 'suspended' ? 'was suspended already, and this marks it again' : 'is suspended';
    return { result, say: () => `${named} ${now}; ${describeWithdrawal(result)}` };
  },
});

const reinstateCommand = part<Given>({
  name: 'reinstate',
  description: 'let an officer ask again',
  argument: OFFICER,
  options: (command) =>
    withAgency(command).option('--reason <text>', 'why; kept in the log entry', words('--reason', 'cleared')),
  example: 'officer reinstate officer-1 --agency CO0010000 --reason "cleared"',
  as: 'acts',
  acting: GRANTS,
  work: async (asked) => {
    const { as, client, reason } = asked;
    const { path } = await pathOf(asked);
    const view = await client
      .call<ShownOfficer & { readonly index: number }>('POST', `${path}/reinstate`, { reason })
      .catch(nextStep({ 409: `see how they stand: ${nextCommand('officer list', as)}` }));
    const done = `${view.agency} ${view.reference}: ${view.status}, log entry ${view.index}`;
    return { result: view, say: async () => [done, ...(await stillBarred(client, view, as))].join('\n') };
  },
});

const attestCommand = part<Given>({
  name: 'attest',
  description: 'enter what an agency attests of an officer',
  argument: OFFICER,
  options: (command) => addTermOptions(withAgency(command), ATTESTATION_TERMS, { employerOri: ori }),
  notes: '\nAn officer employed elsewhere or detailed to a federal agency is suspended.\n',
  example: `officer attest officer-1 --agency CO0010000 \\
    --employer CO0010000 --federal-detail no --trained-on 2026-06-01`,
  as: 'acts',
  acting: GRANTS,
  work: async (asked) => {
    const { as, client, given } = asked;
    const { path } = await pathOf(asked);
    const facts = bodyOfOptions(ATTESTATION_TERMS, given);
    const view = await client.call<AttestedOfficer>('POST', `${path}/attest`, facts);
    const say = () =>
      [
        `${view.agency} ${view.reference}: ${view.status}`,
        ...view.reasons.flatMap(toldInWords),
        ...stillSuspended(view, as),
      ].join('\n');
    return { result: view, say };
  },
});

function toldInWords({ clause, code, detail }: PublicReason): string[] {
  const variant = detail === undefined ? '' : `: ${detail}`;
  return [
    `  ${code} (${clause})${variant}`,
    `    ${sentence({ code, ...(detail === undefined ? {} : { detail }) })}`,
  ];
}

/** Tells what attested facts still bar a reinstated officer: no person lifts those. */
async function stillBarred(client: Client, view: ShownOfficer, as?: string): Promise<string[]> {
  const { agency, attestation, reference } = view;
  if (attestation === null) return [];
  const { oris } = await client.call<Pick<Agency, 'oris'>>('GET', `/v1/agencies/${agency}`);
  const reasons = publicReasons(decideAttestation({ oris }, attestation));
  if (reasons.length === 0) return [];
  const attest = `officer attest ${quoted(reference)} --agency ${agency} --employer ${agency} --federal-detail no --trained-on …`;
  return [
    'but each of their queries is refused, by what is attested of them:',
    ...reasons.flatMap(toldInWords),
    `next, once that is over, with the day of their training: ${nextCommand(attest, as)}`,
  ];
}

/** Tells how to reinstate a suspended officer, since an attestation alone never does. */
function stillSuspended({ agency, reasons, reference, status }: AttestedOfficer, as?: string): string[] {
  if (status !== 'suspended' || reasons.length > 0) return [];
  const reinstate = `officer reinstate ${quoted(reference)} --agency ${agency} --reason "…"`;
  return [`to let them ask again: ${nextCommand(reinstate, as)}`];
}
