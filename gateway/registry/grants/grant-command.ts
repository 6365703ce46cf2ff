/** `grant`: propose, approve, withdraw and list grants from the command line. */
import { Command, Option } from 'commander';
import { DATA_CLASSES, SHOWN_GRANT_STATUSES } from '../../../sharing-rules/terms/agency.ts';
import { APPROVED_CODES } from '../../../sharing-rules/terms/purposes.ts';
import { APPROVES, type Client, type Connect } from '../../cli/client/connect.ts';
import { describeLowering } from '../../cli/client/describe-lowering.ts';
import { findAgencyOri, findGivenAgencyOri } from '../../cli/client/find-agency.ts';
import { findListedId } from '../../cli/client/find-listed.ts';
import { GatewayProblem } from '../../cli/client/http-client-answer.ts';
import { findAgencyStep, nextStep, withNext } from '../../cli/client/next-step.ts';
import { orUnknown } from '../../cli/client/or-unknown.ts';
import { readPages, searchOf } from '../../cli/client/read-pages.ts';
import { nextByAnother } from '../../cli/client/who-else.ts';
import {
  actAs,
  askAs,
  asOption,
  type ClientOptions,
  jsonOption,
  onlyAgencyOption,
} from '../../cli/client-options.ts';
import { day, dayOrTime } from '../../cli/day-or-time.ts';
import { membersOf } from '../../cli/members-of.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { wholeBetween } from '../../cli/number-between.ts';
import { agency } from '../../cli/ori-argument.ts';
import { printResult } from '../../cli/print-result.ts';
import { purposeList } from '../../cli/purpose-code.ts';
import { reasonOption } from '../../cli/reason-option.ts';
import { tableOf } from '../../cli/table-of.ts';
import { print } from '../../cli/write-out.ts';
import type { LoweringResult } from '../../release/revoke/lower-right.ts';
import { earlierEndOfGrant } from '../agencies/earlier-end.ts';
import { findGrantsInForce, type GrantInForce, goesOn } from '../agencies/grants-in-force.ts';
import { haltAhead } from '../describe-sharing.ts';
import { findGrantToRevoke, type GrantView, grantsOf } from './find-grant.ts';
import { dataList, PROPOSE_EXAMPLE, type ProposeOptions, proposalOf } from './proposal-of.ts';

export function grantCommand(connect: Connect): Command {
  return new Command('grant')
    .description('propose and approve grants: two persons, one after the other')
    .addCommand(proposeCommand(connect))
    .addCommand(approveCommand(connect))
    .addCommand(withdrawCommand(connect))
    .addCommand(revokeOneCommand(connect))
    .addCommand(listCommand(connect))
    .addCommand(showCommand(connect));
}

const pathOf = (id: string) => `/v1/grants/${encodeURIComponent(id)}`;

/** Ids are typed from lists, and in examples they are shortened. */
const stepsFor = (id: string, as?: string) =>
  nextStep({
    404: `give the whole id (36 characters), see: ${nextCommand('grant list', as)}`,
    409: `see how it stands: ${nextCommand(`grant show ${id}`, as)}`,
  });

function proposeCommand(connect: Connect): Command {
  return new Command('propose')
    .description('propose a grant; another administrator approves it')
    .requiredOption('--agency <agency>', 'ORI of the agency, or its name', agency)
    .requiredOption(
      '--purposes <list>',
      `\`all\`, or some of these, with commas between: ${APPROVED_CODES.join(', ')}`,
      purposeList,
    )
    .option(
      '--data <list>',
      `some of these, with commas between: ${DATA_CLASSES.join(', ')}`,
      dataList,
      'reads',
    )
    .option('--look-back <days>', 'oldest reads, at most 30 days', wholeBetween(1, 30), 30)
    .option('--daily-records <count>', 'at most so many records a day', wholeBetween(1, 10_000_000), 1000)
    .requiredOption('--until <time>', 'end of the grant, e.g. 2027-06-30', dayOrTime)
    .requiredOption('--agreement <reference>', 'reference of the sharing agreement')
    .requiredOption('--agreed-on <day>', 'day the agreement was signed', day)
    .option('--agreement-until <day>', 'day the agreement ends', day)
    .option('--article-74', 'the agreement ensures compliance with C.R.S. article 24-74')
    .option('--officer-mfa', 'the agency attests second factors of its officers')
    .requiredOption('--certified-by <signer>', "who signed the agency's certification")
    .requiredOption('--certified-on <day>', 'day it was signed', day)
    .addOption(actAs())
    .addOption(jsonOption())
    .addHelpText('after', `\nExample:\n  npm run gateway -- ${PROPOSE_EXAMPLE}`)
    .action(async ({ as, json, ...options }: ClientOptions & ProposeOptions) => {
      const client = await connect(as);
      const partner = await findAgencyOri(client, options.agency, as);
      const proposal = proposalOf({ ...options, agency: partner }, APPROVED_CODES);
      const grant = await client
        .call<GrantView>('POST', '/v1/grants', proposal)
        .catch(nextStep({ 404: findAgencyStep(as) }))
        .catch(lookAtAgency(partner, as));
      const inForce = await findGrantsInForce(client, grant.partner);
      printResult(grant, json === true, () => describeProposal(grant, inForce, { as, client }));
    });
}

/** What makes an agency ineligible is no fault of the proposal: the same, corrected, is refused again. */
function lookAtAgency(partner: string, as: string | undefined) {
  return (error: unknown): never => {
    if (!(error instanceof GatewayProblem) || !/^ {2}agency_not_eligible /m.test(error.message)) throw error;
    throw withNext(error, `see what the registry says of it: ${nextCommand(`agencies show ${partner}`, as)}`);
  };
}

/** An agency has one grant at a time: while one is in force no other can be approved. */
function describeProposal(
  { id, partner, proposedByName }: GrantView,
  inForce: readonly GrantInForce[],
  { as, client }: { readonly as: string | undefined; readonly client: Client },
): string {
  const first = inForce.map(
    (one) =>
      `${one.id} is in force until ${one.validUntil}, and no other is approved before it ends\n` +
      `next: ${nextCommand(`grant revoke ${one.id} --reason "replaced by ${id}"`, as)}`,
  );
  return [
    `proposed for ${partner} by ${proposedByName}: ${id}`,
    ...first,
    ...nextByAnother(client, `grant approve ${id}`, first.length > 0 ? 'then' : 'next'),
  ].join('\n');
}

function approveCommand(connect: Connect): Command {
  return new Command('approve')
    .description('approve a grant that another person proposed: sharing begins')
    .argument(
      '<id>',
      'id of the grant that you looked at, since another may have been proposed for its agency by now',
    )
    .addOption(
      asOption('another person than the proposer (default: who has signed in; in the demo, else admin-2)'),
    )
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- grant approve 3f0c… --as admin-2')
    .action(async (id: string, { as, json }: ClientOptions) => {
      const client = await connect(as, APPROVES);
      const grant = await client.call<GrantView>('POST', `${pathOf(id)}/approve`).catch(stepsFor(id, as));
      const { approvedByName, partner, proposedByName, validUntil } = grant;
      printResult(
        grant,
        json === true,
        () =>
          `in force for ${partner} until ${validUntil}\nproposed by ${proposedByName}, approved by ${approvedByName}`,
      );
    });
}

function withdrawCommand(connect: Connect): Command {
  return new Command('withdraw')
    .description('withdraw a proposal; to end a grant in force, see `grant revoke`')
    .argument('<grant>', 'id of the grant, or ORI or name of its agency')
    .addOption(actAs())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- grant withdraw CO0010200')
    .action(async (named: string, { as, json }: ClientOptions) => {
      const client = await connect(as);
      const id = await findListedId(client, grantsOf('proposed'), named, as);
      const grant = await client.call<GrantView>('POST', `${pathOf(id)}/withdraw`).catch(stepsFor(id, as));
      printResult(grant, json === true, () => `withdrawn: ${grant.id}`);
    });
}

function revokeOneCommand(connect: Connect): Command {
  return new Command('revoke')
    .description('end one grant at once; proposals stay. To end all sharing with an agency, see `revoke ORI`')
    .argument('<grant>', 'id of the grant, or ORI or name of its agency')
    .addOption(reasonOption('replaced by a new one'))
    .addOption(actAs())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  npm run gateway -- grant revoke 3f0c… --reason "replaced by a new one"',
    )
    .action(async (named: string, options: ClientOptions & { reason: string }, command: Command) => {
      const { as, json, reason } = options;
      const { client, id, result } = await orUnknown(command, async () => {
        const client = await connect(as);
        const id = await findGrantToRevoke(client, named, as);
        const revoked = client.call<LoweringResult>('POST', `${pathOf(id)}/revoke`, { reason });
        return { client, id, result: await revoked.catch(stepsFor(id, as)) };
      });
      printResult(result, json === true, () => `the grant has ended; ${describeLowering(result)}`);
      if (json) return;
      const earlier = await earlierEndOfGrant(client, pathOf(id), result.index).catch(() => null);
      const other = await goesOn(client, id, as).catch(() => null);
      for (const line of [earlier, other]) if (line !== null) print(`${line}\n`);
    });
}

function listCommand(connect: Connect): Command {
  return new Command('list')
    .description('grants, the newest proposals first')
    .addOption(onlyAgencyOption())
    .addOption(new Option('--status <status>').choices(SHOWN_GRANT_STATUSES))
    .addOption(askAs())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- grant list --status active')
    .action(async ({ agency, as, json, status }: ClientOptions & { agency?: string; status?: string }) => {
      const client = await connect(as);
      const partner = await findGivenAgencyOri(client, agency, as);
      const path = `/v1/grants${searchOf({ partner, status, limit: '200' })}`;
      const grants = await readPages<GrantView>(client, path, 'grants').catch(
        nextStep({ 404: findAgencyStep(as) }),
      );
      const halt = json ? '' : await haltAhead(client);
      const table = () =>
        tableOf(
          ['id', 'partner', 'status', 'until', 'data', 'purposes'],
          grants.map(({ dataClasses, id, partner, partnerName, status, validUntil, purposes }) => [
            id,
            `${partner} ${partnerName}`,
            status,
            validUntil.slice(0, 10),
            dataClasses.join(', '),
            purposes.length > 3 ? `${purposes.length} purposes` : purposes.join(', '),
          ]),
        );
      printResult({ grants }, json === true, () => halt + table());
    });
}

function showCommand(connect: Connect): Command {
  return new Command('show')
    .description('one grant, with its terms and who did what')
    .argument('<grant>', 'id of the grant, or ORI or name of its agency')
    .addOption(askAs())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- grant show CO0010200')
    .action(async (named: string, { as, json }: ClientOptions) => {
      const client = await connect(as);
      const id = await findListedId(client, grantsOf(), named, as);
      const grant = await client.call<GrantView>('GET', pathOf(id)).catch(stepsFor(id, as));
      printResult(grant, json === true, () => membersOf(grant));
    });
}
