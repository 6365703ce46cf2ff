/** `officer`: who asks for partners; suspended, reinstated and attested from the command line. */

import { Command, Option } from 'commander';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { ENROLLED_STANDINGS } from '../../../sharing-rules/terms/asker.ts';
import { decideAttestation } from '../../../sharing-rules/terms/attestation.ts';
import { type PublicReason, publicReasons, sentence } from '../../../sharing-rules/terms/reasons.ts';
import { type Acting, type Client, type Connect, RAISES } from '../../cli/client/connect.ts';
import { describeLowering } from '../../cli/client/describe-lowering.ts';
import { findGivenAgencyOri } from '../../cli/client/find-agency.ts';
import { findOfficer } from '../../cli/client/find-officer.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { orUnknown } from '../../cli/client/or-unknown.ts';
import { readPages, searchOf } from '../../cli/client/read-pages.ts';
import { actAs, type ClientOptions, jsonOption, onlyAgencyOption } from '../../cli/client-options.ts';
import { day } from '../../cli/day-or-time.ts';
import { nextCommand, quoted } from '../../cli/next-command.ts';
import { agency, ori } from '../../cli/ori-argument.ts';
import { printResult } from '../../cli/print-result.ts';
import { reasonOption, words } from '../../cli/reason-option.ts';
import { tableOf } from '../../cli/table-of.ts';
import type { LoweringResult } from '../../release/revoke/lower-right.ts';
import type { AttestedOfficer, ShownOfficer } from './officer.schema.ts';

interface OfficerOptions extends ClientOptions {
  readonly agency?: string;
}

export function officerCommand(connect: Connect): Command {
  return new Command('officer')
    .description('officers who ask for partners: enrolled at their first query, up to the roster')
    .addCommand(listCommand(connect))
    .addCommand(suspendCommand(connect))
    .addCommand(reinstateCommand(connect))
    .addCommand(attestCommand(connect));
}

const common = (command: Command) => command.addOption(actAs()).addOption(jsonOption());

/** One officer, by the id that their agency gave. */
const ofOfficer = (name: string, description: string) =>
  common(
    new Command(name)
      .description(description)
      .argument('<officer>', "the agency's id of the officer, e.g. officer-1, or the gateway's own")
      .option('--agency <agency>', 'ORI or name, if officers of several agencies have this id', agency),
  );

async function pathOf(connect: Connect, officer: string, { agency, as }: OfficerOptions, acting?: Acting) {
  const client = await connect(as, acting);
  const { id, status } = await findOfficer(client, officer, { agency, as });
  return { client, path: `/v1/subjects/${id}`, status };
}

function listCommand(connect: Connect): Command {
  return common(new Command('list').description('officers, and how each stands'))
    .addOption(onlyAgencyOption())
    .addOption(new Option('--status <status>').choices(ENROLLED_STANDINGS))
    .addHelpText('after', '\nExample:\n  npm run gateway -- officer list --agency CO0010000')
    .action(async ({ agency, as, json, status }: OfficerOptions & { status?: string }) => {
      const client = await connect(as);
      const filters = { agency: await findGivenAgencyOri(client, agency, as), status };
      const path = `/v1/subjects${searchOf({ ...filters, limit: '200' })}`;
      const officers = await readPages<ShownOfficer>(client, path, 'subjects');
      printResult({ officers }, json === true, () =>
        tableOf(
          ['agency', 'officer', 'name', 'status', 'attested'],
          officers.map(({ agency, attestedAt, name, reference, status }) => [
            ...[agency, reference, name, status],
            attestedAt?.slice(0, 10) ?? 'never',
          ]),
        ),
      );
    });
}

function suspendCommand(connect: Connect): Command {
  return ofOfficer('suspend', 'stop an officer at once, on every node')
    .addOption(reasonOption('under review'))
    .addHelpText(
      'after',
      '\nExample:\n  npm run gateway -- officer suspend officer-1 --agency CO0010000 --reason "under review"',
    )
    .action(async (officer: string, options: OfficerOptions & { reason: string }, command: Command) => {
      const { reason } = options;
      const { before, result } = await orUnknown(command, async () => {
        const { client, path, status: before } = await pathOf(connect, officer, options);
        return { before, result: await client.call<LoweringResult>('POST', `${path}/suspend`, { reason }) };
      });
      const now = before === 'suspended' ? 'was suspended already, and this marks it again' : 'is suspended';
      printResult(result, options.json === true, () => `${officer} ${now}; ${describeLowering(result)}`);
    });
}

function reinstateCommand(connect: Connect): Command {
  return ofOfficer('reinstate', 'let an officer ask again')
    .option('--reason <text>', 'why; kept in the log entry', words('--reason', 'cleared'))
    .addHelpText(
      'after',
      '\nExample:\n  npm run gateway -- officer reinstate officer-1 --agency CO0010000 --reason "cleared"',
    )
    .action(async (officer: string, options: OfficerOptions & { reason?: string }) => {
      const { client, path } = await pathOf(connect, officer, options, RAISES);
      const { reason } = options;
      const view = await client
        .call<ShownOfficer & { readonly index: number }>('POST', `${path}/reinstate`, { reason })
        .catch(nextStep({ 409: `see how they stand: ${nextCommand('officer list', options.as)}` }));
      const barred = options.json ? [] : await stillBarred(client, view, options.as);
      printResult(view, options.json === true, () =>
        [`${view.agency} ${view.reference}: ${view.status}, log entry ${view.index}`, ...barred].join('\n'),
      );
    });
}

function attestCommand(connect: Connect): Command {
  return ofOfficer('attest', 'enter what an agency attests of an officer')
    .requiredOption('--employer <ori>', 'ORI of the employer', ori)
    .addOption(
      new Option('--federal-detail <answer>', 'detailed to a federal agency')
        .choices(['yes', 'no'])
        .makeOptionMandatory(),
    )
    .requiredOption('--trained-on <day>', 'day of the training, e.g. 2026-06-01', day)
    .addHelpText(
      'after',
      `
An officer employed elsewhere or detailed to a federal agency is suspended.

Example:
  npm run gateway -- officer attest officer-1 --agency CO0010000 \\
    --employer CO0010000 --federal-detail no --trained-on 2026-06-01`,
    )
    .action(
      async (
        officer: string,
        options: OfficerOptions & { employer: string; federalDetail: 'yes' | 'no'; trainedOn: string },
      ) => {
        const { client, path } = await pathOf(connect, officer, options, RAISES);
        const { employer: employerOri, trainedOn } = options;
        const facts = { employerOri, federalDetail: options.federalDetail === 'yes', trainedOn };
        const view = await client.call<AttestedOfficer>('POST', `${path}/attest`, facts);
        printResult(view, options.json === true, () =>
          [
            `${view.agency} ${view.reference}: ${view.status}`,
            ...view.reasons.flatMap(toldInWords),
            ...stillSuspended(view, options.as),
          ].join('\n'),
        );
      },
    );
}

function toldInWords({ clause, code, detail }: PublicReason): string[] {
  const variant = detail === undefined ? '' : `: ${detail}`;
  return [
    `  ${code} (${clause})${variant}`,
    `    ${sentence({ code, ...(detail === undefined ? {} : { detail }) })}`,
  ];
}

/** No person lifts what an agency attested: an officer who may ask again by the one is refused by the other. */
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

/** An attestation never lifts a suspension: a person does. */
function stillSuspended({ agency, reasons, reference, status }: AttestedOfficer, as?: string): string[] {
  if (status !== 'suspended' || reasons.length > 0) return [];
  const reinstate = `officer reinstate ${quoted(reference)} --agency ${agency} --reason "…"`;
  return [`to let them ask again: ${nextCommand(reinstate, as)}`];
}
