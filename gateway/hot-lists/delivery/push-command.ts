/** `hot-list push`: which lists are pushed to which partners. */

import { Command } from 'commander';
import { type Connect, RAISES } from '../../cli/client/connect.ts';
import { describeLowering } from '../../cli/client/describe-lowering.ts';
import { findAgencyOri } from '../../cli/client/find-agency.ts';
import { actAs, type ClientOptions, jsonOption } from '../../cli/client-options.ts';
import { agency } from '../../cli/ori-argument.ts';
import { printResult } from '../../cli/print-result.ts';
import { tableOf } from '../../cli/table-of.ts';
import type { LoweringResult } from '../../release/revoke/lower-right.ts';
import { findListView } from '../lists/list-view.ts';
import type { ShownPush } from './delivery.schema.ts';

interface PushOptions extends ClientOptions {
  readonly agency: string;
}

export function pushCommand(connect: Connect): Command {
  return new Command('push')
    .description(
      'lists that are sent to partners as they change; each batch is decided and logged as a release',
    )
    .addCommand(addCommand(connect))
    .addCommand(listCommand(connect))
    .addCommand(removeCommand(connect));
}

function common(command: Command): Command {
  return command
    .argument('<list>', 'name of the list')
    .requiredOption('--agency <agency>', 'ORI of the agency, or its name', agency)
    .addOption(actAs())
    .addOption(jsonOption());
}

function addCommand(connect: Connect): Command {
  return common(new Command('add').description('push a list to a partner, to the endpoint approved for it'))
    .addHelpText('after', '\nExample:\n  npm run gateway -- hot-list push add county --agency CO0010000')
    .action(async (list: string, { agency: named, as, json }: PushOptions) => {
      const client = await connect(as, RAISES);
      const partner = await findAgencyOri(client, named, as);
      const { id, purpose } = await findListView(client, list);
      if (purpose === null) {
        throw new Error(
          `\`${list}\` was made without a purpose, so it stays with the owner\n` +
            'next: make a list of another name, with --purpose (`hot-list import` or `hot-list source set`)',
        );
      }
      const push = await client.call<ShownPush>('POST', `/v1/hot-lists/${id}/pushes`, { partner });
      printResult(push, json === true, () => `${list} is pushed to ${push.partner}`);
    });
}

function listCommand(connect: Connect): Command {
  return new Command('list')
    .description('what is pushed to whom')
    .addOption(actAs())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- hot-list push list')
    .action(async ({ as, json }: ClientOptions) => {
      const { pushes } = await (await connect(as)).call<{ pushes: ShownPush[] }>(
        'GET',
        '/v1/hot-lists/pushes',
      );
      printResult({ pushes }, json === true, () =>
        tableOf(
          ['list', 'partner', 'endpoint'],
          pushes.map(({ endpoint, list, partner }) => [
            list,
            partner,
            endpoint ? 'approved' : 'none approved: nothing is sent',
          ]),
        ),
      );
    });
}

function removeCommand(connect: Connect): Command {
  return common(
    new Command('remove').description(
      'stop pushing it; when the command returns, nothing more of it is sent',
    ),
  )
    .addHelpText('after', '\nExample:\n  npm run gateway -- hot-list push remove county --agency CO0010000')
    .action(async (list: string, { agency: named, as, json }: PushOptions) => {
      const client = await connect(as);
      const partner = await findAgencyOri(client, named, as);
      const { pushes } = await client.call<{ pushes: ShownPush[] }>('GET', '/v1/hot-lists/pushes');
      const push = pushes.find((one) => one.list === list && one.partner === partner);
      if (push === undefined)
        throw new Error(`\`${list}\` is not pushed to ${partner}: see \`hot-list push list\``);
      const removed = await client.call<{ lowered: LoweringResult }>(
        'DELETE',
        `/v1/hot-lists/pushes/${push.id}`,
      );
      printResult(
        removed,
        json === true,
        () => `${list} is pushed to ${partner} no more; ${describeLowering(removed.lowered)}`,
      );
    });
}
