/** `hot-list endpoint`: where partners are told of hits and lists. */
import { Command } from 'commander';
import { part } from '../../cli/administration/part.ts';
import { addTermOptions } from '../../cli/administration/term-options.ts';
import type { Client, Connect } from '../../cli/client/connect.ts';
import { describeWithdrawal } from '../../cli/client/describe-withdrawal.ts';
import { findAgencyOri } from '../../cli/client/find-agency.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { readPages, searchOf } from '../../cli/client/read-pages.ts';
import { nextByAnother } from '../../cli/client/who-else.ts';
import { nextCommand, quoted } from '../../cli/next-command.ts';
import { agency } from '../../cli/ori-argument.ts';
import { PLAIN_WIDTH, tableOf } from '../../cli/table-of.ts';
import { wrapped } from '../../cli/wrapped.ts';
import type { WithdrawalResult } from '../../release/revoke/withdraw-right.ts';
import { explainFaultCodes } from '../lists/explain-fault-code.ts';
import type { ListedEndpoint, ShownEndpoint } from './delivery.schema.ts';
import { describeDelivery } from './describe-delivery.ts';
import { ENDPOINT_TERMS } from './endpoint.terms.ts';

/** A person of before names were kept. */
const NOT_KNOWN = 'not known';

const AGENCY = ['<agency>', 'ORI of the agency, or its name', agency] as const;

const pathOf = (partner: string) => `/v1/agencies/${encodeURIComponent(partner)}/endpoint`;

interface Given {
  readonly url: string;
}

export function endpointCommand(connect: Connect): Command {
  return new Command('endpoint')
    .description(
      'addresses at which partners are told: one person sets, another approves; deliveries are signed (Standard Webhooks)',
    )
    .addCommand(setCommand(connect))
    .addCommand(approveCommand(connect))
    .addCommand(listCommand(connect))
    .addCommand(removeCommand(connect));
}

const setCommand = part<Given>({
  name: 'set',
  description:
    'set the address of a partner, with a new secret; the old one ends, and another administrator approves this one',
  argument: AGENCY,
  options: (command) => addTermOptions(command, ENDPOINT_TERMS),
  example: 'hot-list endpoint set CO0010000 \\\n    --url https://adams.example/alpr',
  json: '{ partner, url, status, secret }',
  as: 'acts',
  work: async ({ as, client, named, url }) => {
    const path = pathOf(await findAgencyOri(client, named, as));
    const endpoint = await client.call<{ partner: string; secret: string }>('POST', path, { url });
    const { partner, secret } = endpoint;
    const say = () =>
      [
        `proposed: nothing is sent to ${partner} until it is approved, and hits found until then are never sent`,
        `secret, shown this once; give it to the partner:\n  ${secret}`,
        ...nextByAnother(client, `hot-list endpoint approve ${partner} --url ${quoted(url)}`),
      ].join('\n');
    return { result: endpoint, say };
  },
});

const approveCommand = part<Given>({
  name: 'approve',
  description: 'approve the address that another person set for a partner: it is told there from now on',
  argument: AGENCY,
  options: (command) =>
    command.requiredOption('--url <url>', 'the address that you looked at; another one is not approved'),
  example: 'hot-list endpoint approve CO0010000 \\\n    --url https://adams.example/alpr --as admin-2',
  as: { approves: 'a different person from the one who set it' },
  work: async ({ as, client, named, url }) => {
    const path = pathOf(await findAgencyOri(client, named, as));
    const list = `see how it stands: ${nextCommand('hot-list endpoint list', as)}`;
    const endpoint = await client
      .call<ShownEndpoint>('POST', `${path}/approve`, { url })
      .catch(nextStep({ 404: list, 409: list }));
    const { approvedByName, partner, setByName } = endpoint;
    const by = `set by ${setByName ?? NOT_KNOWN}, approved by ${approvedByName ?? NOT_KNOWN}`;
    const say = async () =>
      `${partner} is told at ${endpoint.url}\n${by}${await withoutHits(client, partner)}`;
    return { result: endpoint, say };
  },
});

/** An endpoint alone tells nothing: a grant that names the data class `hits` does. */
async function withoutHits(client: Pick<Client, 'call'>, partner: string): Promise<string> {
  const search = searchOf({ partner, status: 'active', limit: '200' });
  const grants = await readPages<{ dataClasses: readonly string[] }>(client, `/v1/grants${search}`, 'grants');
  if (grants.some(({ dataClasses }) => dataClasses.includes('hits'))) return '';
  return (
    `\nno hits are sent yet: no grant in force to ${partner} has the data class \`hits\`\n` +
    'next: `grant propose … --data reads,hits`, and another administrator approves it (the grant in force ends first: `grant revoke`)'
  );
}

const listCommand = part({
  name: 'list',
  description: 'all endpoints, and how their deliveries stand; for a client of a partner its own',
  example: 'hot-list endpoint list',
  as: 'asks',
  work: async ({ client }) => {
    const { endpoints } = await client.call<{ endpoints: ListedEndpoint[] }>('GET', '/v1/endpoints');
    return { result: { endpoints }, say: () => describeAll(endpoints, Date.now()) };
  },
});

function describeAll(endpoints: readonly ListedEndpoint[], now: number): string {
  const width = process.stdout.columns ?? PLAIN_WIDTH;
  const isOwners = endpoints.some(({ setByName }) => setByName !== undefined);
  const table = tableOf(
    [
      ...['partner', 'address', 'status', 'set (UTC)'],
      ...(isOwners ? ['set by', 'approved by'] : []),
      'deliveries (UTC)',
    ],
    endpoints.map(({ approvedByName, delivery, partner, setAt, setByName, status, url }) => [
      ...[partner, url, status, setAt.slice(0, 16).replace('T', ' ')],
      ...(isOwners
        ? [
            setByName ?? NOT_KNOWN,
            approvedByName ?? (status === 'proposed' ? 'waits for approval' : NOT_KNOWN),
          ]
        : []),
      describeDelivery(delivery, now),
    ]),
  );
  const faults = explainFaultCodes(endpoints.map(({ delivery }) => delivery.fault));
  return [table, ...faults.map((line) => wrapped(line, width, '  '))].join('\n');
}

const removeCommand = part({
  name: 'remove',
  description: 'stop telling a partner; when the command returns, nothing more is sent there',
  argument: AGENCY,
  example: 'hot-list endpoint remove CO0010000',
  as: 'acts',
  work: async ({ as, client, named }) => {
    const partner = await findAgencyOri(client, named, as);
    const removed = await client
      .call<{ lowered: WithdrawalResult }>('DELETE', pathOf(partner))
      .catch(nextStep({ 404: `see which there are: ${nextCommand('hot-list endpoint list', as)}` }));
    return {
      result: removed,
      say: () => `${partner} is told no more; ${describeWithdrawal(removed.lowered)}`,
    };
  },
});
