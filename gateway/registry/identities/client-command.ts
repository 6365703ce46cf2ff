/** `client`: the systems and programs that sign in; listed, and removed at once. */
import { Command, Option } from 'commander';
import type { Connect } from '../../cli/client/connect.ts';
import { describeLowering } from '../../cli/client/describe-lowering.ts';
import { findGivenAgencyOri } from '../../cli/client/find-agency.ts';
import { findListedId, type NamedList } from '../../cli/client/find-listed.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { orUnknown } from '../../cli/client/or-unknown.ts';
import { readPages, searchOf } from '../../cli/client/read-pages.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { agency } from '../../cli/ori-argument.ts';
import { printResult } from '../../cli/print-result.ts';
import { reasonOption } from '../../cli/reason-option.ts';
import { tableOf } from '../../cli/table-of.ts';
import type { LoweringResult } from '../../release/revoke/lower-right.ts';

interface ClientView {
  readonly id: string;
  readonly agency: string;
  readonly clientId: string;
  readonly issuer: string;
  readonly status: string;
}

const CLIENTS: NamedList<ClientView> = {
  ...{ what: 'client', path: '/v1/clients?limit=200', member: 'clients', command: 'client list' },
  id: /^\d+$/,
  names: ({ clientId }) => [clientId],
  describe: ({ agency, issuer, status }) => `${agency}, ${issuer}, ${status}`,
};

interface CommonOptions {
  readonly as?: string;
  readonly json?: true;
}

export function clientCommand(connect: Connect): Command {
  return new Command('client')
    .description('clients that may sign in: registered by `register`, removed here')
    .addCommand(listCommand(connect))
    .addCommand(removeCommand(connect));
}

const common = (command: Command) =>
  command.option('--as <client>', 'client to act as').option('--json', 'print the result as JSON');

function listCommand(connect: Connect): Command {
  return common(new Command('list').description('clients, and whether each may sign in still'))
    .option('--agency <agency>', 'only those of one agency, by ORI or name', agency)
    .addOption(new Option('--status <status>').choices(['active', 'removed']))
    .addHelpText('after', '\nExample:\n  npm run gateway -- client list --agency CO0010000')
    .action(async ({ agency, as, json, status }: CommonOptions & { agency?: string; status?: string }) => {
      const client = await connect(as);
      const filters = { agency: await findGivenAgencyOri(client, agency, as), status };
      const path = `/v1/clients${searchOf({ ...filters, limit: '200' })}`;
      const clients = await readPages<ClientView>(client, path, 'clients');
      printResult({ clients }, json === true, () =>
        tableOf(
          ['id', 'agency', 'client', 'issuer', 'status'],
          clients.map(({ id, agency, clientId, issuer, status }) => [id, agency, clientId, issuer, status]),
        ),
      );
    });
}

function removeCommand(connect: Connect): Command {
  return common(new Command('remove').description('let a client sign in no more, at once, on every node'))
    .argument('<client>', 'its name at its issuer, or its number, as `client list` has them')
    .addOption(reasonOption('key lost'))
    .addHelpText('after', '\nExample:\n  npm run gateway -- client remove demo-brighton --reason "key lost"')
    .action(async (named: string, options: CommonOptions & { reason: string }, command: Command) => {
      const { as, json, reason } = options;
      const step = nextStep({ 404: `give the number that it has in: ${nextCommand('client list', as)}` });
      const result = await orUnknown(command, async () => {
        const client = await connect(as);
        const id = await findListedId(client, CLIENTS, named, as);
        return client.call<LoweringResult>('POST', `/v1/clients/${id}/remove`, { reason });
      }).catch(step);
      printResult(result, json === true, () => `client ${named} is removed; ${describeLowering(result)}`);
    });
}
