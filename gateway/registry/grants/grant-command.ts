/** `grant`: propose, approve, withdraw and list grants from the command line. */
import { Command, Option } from 'commander';
import { SHOWN_GRANT_STATUSES } from '../../../sharing-rules/terms/agency.ts';
import { part } from '../../cli/administration/part.ts';
import { readList } from '../../cli/administration/read-list.ts';
import { addTermOptions, bodyOfOptions } from '../../cli/administration/term-options.ts';
import type { Client, Connect } from '../../cli/client/connect.ts';
import { describeWithdrawal } from '../../cli/client/describe-withdrawal.ts';
import { findAgencyOri } from '../../cli/client/find-agency.ts';
import { findListedId, type NamedList } from '../../cli/client/find-listed.ts';
import { GatewayProblem } from '../../cli/client/http-client-answer.ts';
import { findAgencyStep, nextStep, withNext } from '../../cli/client/next-step.ts';
import { nextByAnother } from '../../cli/client/who-else.ts';
import { onlyAgencyOption } from '../../cli/client-options.ts';
import { membersOf } from '../../cli/members-of.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { agency } from '../../cli/ori-argument.ts';
import { purposeList } from '../../cli/purpose-code.ts';
import { reasonOption } from '../../cli/reason-option.ts';
import { tableOf } from '../../cli/table-of.ts';
import type { WithdrawalResult } from '../../release/revoke/withdraw-right.ts';
import { earlierEndOfGrant } from '../agencies/earlier-end.ts';
import { findGrantsInForce, type GrantInForce, goesOn } from '../agencies/grants-in-force.ts';
import { haltAhead } from '../describe-sharing.ts';
import { findGrantToRevoke, type GrantView, grantsOf } from './find-grant.ts';
import { SENT_TERMS } from './grant.terms.ts';

export function grantCommand(connect: Connect): Command {
  return new Command('grant')
    .addCommand(proposeCommand(connect))
    .addCommand(approveCommand(connect))
    .addCommand(withdrawCommand(connect))
    .addCommand(revokeOneCommand(connect))
    .addCommand(listCommand(connect))
    .addCommand(showCommand(connect));
}

const pathOf = (id: string) => `/v1/grants/${encodeURIComponent(id)}`;

const GRANT = ['<grant>', 'id of the grant, or ORI or name of its agency'] as const;

/** Adds the next step; ids are typed from lists, and are shortened in examples. */
const stepsFor = (id: string, as?: string) =>
  nextStep({
    404: `give the whole id (36 characters), see: ${nextCommand('grant list', as)}`,
    409: `see how it stands: ${nextCommand(`grant show ${id}`, as)}`,
  });

const PROPOSE_EXAMPLE = `grant propose --agency CO0010200 \\
    --purposes stolen_vehicle,missing_endangered --until 2027-06-30 \\
    --agreement "MOU 2026-014" --agreed-on 2026-06-01 --article-74 \\
    --officer-mfa --certified-by "Chief Example" --certified-on 2026-06-01`;

const PROPOSE_NOTES = `
Under an agreement between two gateways, give --under with the agency's ORI or its id in
place of --agreement, --agreed-on, --article-74 and --officer-mfa; --certified-by and
--certified-on stay.
The owner's own officers ask under its grant to itself, of the data \`own\` alone:
of an agreement it takes --officer-mfa, and no certification.
`;

interface Agreement extends Readonly<Record<'id' | 'name' | 'ori' | 'status', string>> {}

const IN_FORCE: NamedList<Agreement> = {
  ...{ what: 'agreement in force', path: '/v1/agreements', member: 'agreements', command: 'agreement list' },
  id: /^sha256:/,
  names: ({ name, ori, status }) => (status === 'in_force' ? [ori, name] : []),
  describe: ({ name, ori }) => `${ori}, ${name}`,
};

const proposeCommand = part<{ readonly agency: string; readonly under?: string }>({
  name: 'propose',
  description: 'propose a grant; another administrator approves it',
  options: (command) => addTermOptions(command, SENT_TERMS, { partner: agency, purposes: purposeList }),
  notes: PROPOSE_NOTES,
  example: PROPOSE_EXAMPLE,
  as: 'acts',
  work: async ({ agency, as, client, given, under }) => {
    const partner = await findAgencyOri(client, agency, as);
    const named =
      under === undefined ? {} : { agreement: { id: await findListedId(client, IN_FORCE, under, as) } };
    const proposal = { ...bodyOfOptions(SENT_TERMS, given), partner, ...named };
    const grant = await client
      .call<GrantView>('POST', '/v1/grants', proposal)
      .catch(nextStep({ 404: findAgencyStep(as) }))
      .catch(lookAtAgency(partner, as));
    const inForce = await findGrantsInForce(client, grant.partner);
    return { result: grant, say: () => describeProposal(grant, inForce, { as, client }) };
  },
});

/** Refers to the agency if it is ineligible: no correction of the proposal would help. */
function lookAtAgency(partner: string, as: string | undefined) {
  return (error: unknown): never => {
    if (!(error instanceof GatewayProblem) || !/^ {2}agency_not_eligible /m.test(error.message)) throw error;
    throw withNext(error, `see what the registry says of it: ${nextCommand(`agencies show ${partner}`, as)}`);
  };
}

/** Tells which grant is in the way: an agency has one at a time, and no other can be approved. */
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

const approveCommand = part({
  name: 'approve',
  description: 'approve a grant that another person proposed: sharing begins',
  argument: [
    '<id>',
    'id of the grant that you looked at, since another may have been proposed for its agency by now',
  ],
  example: 'grant approve 3f0c… --as admin-2',
  as: { approves: 'another person than the proposer' },
  work: async ({ as, client, named: id }) => {
    const grant = await client.call<GrantView>('POST', `${pathOf(id)}/approve`).catch(stepsFor(id, as));
    const { approvedByName, partner, proposedByName, validUntil } = grant;
    const by = `proposed by ${proposedByName}, approved by ${approvedByName}`;
    return { result: grant, say: () => `in force for ${partner} until ${validUntil}\n${by}` };
  },
});

const withdrawCommand = part({
  name: 'withdraw',
  description: 'withdraw a proposal; to end a grant in force, see `grant revoke`',
  argument: GRANT,
  example: 'grant withdraw CO0010200',
  as: 'acts',
  work: async ({ as, client, named }) => {
    const id = await findListedId(client, grantsOf('proposed'), named, as);
    const grant = await client.call<GrantView>('POST', `${pathOf(id)}/withdraw`).catch(stepsFor(id, as));
    return { result: grant, say: () => `withdrawn: ${grant.id}` };
  },
});

const revokeOneCommand = part<{ readonly reason: string }>({
  name: 'revoke',
  description: 'end one grant at once; proposals stay. To end all sharing with an agency, see `revoke ORI`',
  argument: GRANT,
  options: (command) => command.addOption(reasonOption('replaced by a new one')),
  example: 'grant revoke 3f0c… --reason "replaced by a new one"',
  as: 'withdraws',
  work: async ({ as, client, named, reason }) => {
    const id = await findGrantToRevoke(client, named, as);
    const result = await client
      .call<WithdrawalResult>('POST', `${pathOf(id)}/revoke`, { reason })
      .catch(stepsFor(id, as));
    return {
      result,
      say: () => `the grant has ended; ${describeWithdrawal(result)}`,
      more: () =>
        Promise.all([
          earlierEndOfGrant(client, pathOf(id), result.index).catch(() => null),
          goesOn(client, id, as).catch(() => null),
        ]),
    };
  },
});

const listCommand = part({
  name: 'list',
  description: 'grants, the newest proposals first',
  options: (command) =>
    command
      .addOption(onlyAgencyOption())
      .addOption(new Option('--status <status>').choices(SHOWN_GRANT_STATUSES)),
  example: 'grant list --status active',
  as: 'asks',
  work: async (asked) => {
    const { as, client } = asked;
    const list = { path: '/v1/grants', member: 'grants', byAgency: 'partner' };
    const grants = await readList<GrantView>(asked, list).catch(nextStep({ 404: findAgencyStep(as) }));
    return { result: { grants }, say: async () => (await haltAhead(client)) + tableOfGrants(grants) };
  },
});

const tableOfGrants = (grants: readonly GrantView[]) =>
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

const showCommand = part({
  name: 'show',
  description: 'one grant, with its terms and who did what',
  argument: GRANT,
  example: 'grant show CO0010200',
  as: 'asks',
  work: async ({ as, client, named }) => {
    const id = await findListedId(client, grantsOf(), named, as);
    const grant = await client.call<GrantView>('GET', pathOf(id)).catch(stepsFor(id, as));
    return { result: grant, say: () => membersOf(grant) };
  },
});
