/** `hot-list push`: which lists are pushed to which partners. */
import { Command } from 'commander';
import { part } from '../../cli/administration/part.ts';
import { type Connect, GRANTS } from '../../cli/client/connect.ts';
import { describeWithdrawal } from '../../cli/client/describe-withdrawal.ts';
import { findAgencyOri } from '../../cli/client/find-agency.ts';
import { agency } from '../../cli/ori-argument.ts';
import { tableOfRows } from '../../cli/table-of.ts';
import type { WithdrawalResult } from '../../release/revoke/withdraw-right.ts';
import { findListView } from '../lists/list-view.ts';
import type { ShownPush } from './delivery.schema.ts';

export function pushCommand(connect: Connect): Command {
  return new Command('push')
    .description(
      'lists that are sent to partners as they change; each batch is decided and logged as a release',
    )
    .addCommand(addCommand(connect))
    .addCommand(listCommand(connect))
    .addCommand(removeCommand(connect));
}

const COMMON = {
  argument: ['<list>', 'name of the list'],
  options: (command: Command) =>
    command.requiredOption('--agency <agency>', 'ORI of the agency, or its name', agency),
  as: 'acts',
} as const;

interface Given {
  readonly agency: string;
}

const addCommand = part<Given>({
  ...COMMON,
  name: 'add',
  description: 'push a list to a partner, to the endpoint approved for it',
  example: 'hot-list push add county --agency CO0010000',
  acting: GRANTS,
  work: async ({ agency, as, client, named: list }) => {
    const partner = await findAgencyOri(client, agency, as);
    const { id, purpose } = await findListView(client, list);
    if (purpose === null) {
      throw new Error(
        `\`${list}\` was made without a purpose, so it stays with the owner\n` +
          'next: make a list of another name, with --purpose (`hot-list import` or `hot-list source set`)',
      );
    }
    const push = await client.call<ShownPush>('POST', `/v1/hot-lists/${id}/pushes`, { partner });
    return { result: push, say: () => `${list} is pushed to ${push.partner}` };
  },
});

const readPushes = (client: { call<T>(method: string, path: string): Promise<T> }) =>
  client.call<{ readonly pushes: readonly ShownPush[] }>('GET', '/v1/hot-lists/pushes');

const listCommand = part({
  name: 'list',
  description: 'what is pushed to whom',
  example: 'hot-list push list',
  as: 'acts',
  work: async ({ client }) => {
    const { pushes } = await readPushes(client);
    const columns = {
      list: ({ list }: ShownPush) => list,
      partner: ({ partner }: ShownPush) => partner,
      endpoint: ({ endpoint }: ShownPush) => (endpoint ? 'approved' : 'none approved: nothing is sent'),
    };
    return { result: { pushes }, say: () => tableOfRows(columns, pushes) };
  },
});

const removeCommand = part<Given>({
  ...COMMON,
  name: 'remove',
  description: 'stop pushing it; when the command returns, nothing more of it is sent',
  example: 'hot-list push remove county --agency CO0010000',
  work: async ({ agency, as, client, named: list }) => {
    const partner = await findAgencyOri(client, agency, as);
    const { pushes } = await readPushes(client);
    const push = pushes.find((one) => one.list === list && one.partner === partner);
    if (push === undefined)
      throw new Error(`\`${list}\` is not pushed to ${partner}: see \`hot-list push list\``);
    const path = `/v1/hot-lists/pushes/${push.id}`;
    const removed = await client.call<{ lowered: WithdrawalResult }>('DELETE', path);
    const say = () => `${list} is pushed to ${partner} no more; ${describeWithdrawal(removed.lowered)}`;
    return { result: removed, say };
  },
});
