/** `log witness`: the witnesses of the log, and taking one out, by two administrators. */
import { Command } from 'commander';
import { type Connect, GRANTS } from '../cli/client/connect.ts';
import { nextByAnother } from '../cli/client/who-else.ts';
import { actAs, askAs, type ClientOptions, jsonOption } from '../cli/client-options.ts';
import { printResult } from '../cli/print-result.ts';
import { reasonOption } from '../cli/reason-option.ts';
import { tableOf } from '../cli/table-of.ts';
import type { WitnessesView } from './witness-routes.ts';

const PATH = '/v1/log/witnesses';

const UNREACHABLE =
  'No quorum can be reached with the witnesses that are left: where LOG_WITNESS_MAX_LAG_S is above 0, nothing is released. ' +
  'Next: name others in the file of LOG_WITNESSES, and start the nodes again.';

export function logWitnessCommand(connect: Connect): Command {
  return new Command('witness')
    .description('the witnesses of the log, and taking one out')
    .addCommand(listCommand(connect))
    .addCommand(removeCommand(connect));
}

function listCommand(connect: Connect): Command {
  return new Command('list')
    .description('which witnesses cosign the log, and who proposed to take one out')
    .addOption(askAs())
    .addOption(jsonOption('{ witnesses, quorumReachable }'))
    .addHelpText('after', '\nExample:\n  npm run gateway -- log witness list')
    .action(async ({ as, json }: ClientOptions) => {
      const client = await connect(as);
      const view = await client.call<WitnessesView>('GET', PATH);
      printResult(view, json === true, () => describe(view));
    });
}

function removeCommand(connect: Connect): Command {
  return new Command('remove')
    .description(
      'take a witness out, which takes two administrators: it is neither asked nor needed any more',
    )
    .argument('<name>', 'of the witness, as the file of LOG_WITNESSES has it')
    .addOption(reasonOption('its operator has lost the key', 'why; kept in the log entry'))
    .addOption(actAs())
    .addOption(jsonOption('{ status: "proposed" | "removed", index, witnesses, quorumReachable }'))
    .addHelpText(
      'after',
      '\nFor a witness that lies, or has cosigned a fork, and holds up all releases. The first administrator\n' +
        'proposes, another one confirms within seven days. It is for good: a witness that is to come back needs another\n' +
        'key. Those who verify with a policy of their own (`audit verify --policy`) demand what that policy says.\n' +
        '\nExample:\n  npm run gateway -- log witness remove sheriff --reason "its key was stolen" --as admin-1\n' +
        '  npm run gateway -- log witness remove sheriff --reason "its key was stolen" --as admin-2',
    )
    .action(async (name: string, { as, json, reason }: ClientOptions & { readonly reason: string }) => {
      const client = await connect(as, GRANTS);
      const result = await client.call<WitnessesView & { status: string; index: number }>(
        'POST',
        `${PATH}/${encodeURIComponent(name)}/remove`,
        { reason },
      );
      printResult(result, json === true, () =>
        result.status === 'removed'
          ? `${name} is taken out, log entry ${result.index}\n\n${describe(result)}`
          : [
              `proposed, log entry ${result.index}: ${name} counts until another administrator confirms`,
              ...nextByAnother(client, `log witness remove ${name} --reason "…"`),
            ].join('\n'),
      );
    });
}

function describe({ quorumReachable, witnesses }: WitnessesView): string {
  if (witnesses.length === 0) return 'the log has no witnesses: LOG_WITNESSES is empty';
  const rows = witnesses.map(({ key, name, removal }) => [
    name,
    key.split('+')[0] as string,
    removal === null
      ? 'counts'
      : `${removal.status === 'removed' ? 'taken out' : 'to be taken out, proposed'} by ${removal.person}: ${removal.reason ?? 'no longer kept'}`,
  ]);
  return [tableOf(['witness', 'key', 'status'], rows), ...(quorumReachable ? [] : [UNREACHABLE])].join('\n');
}
