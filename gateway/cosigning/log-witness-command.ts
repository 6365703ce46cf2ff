/** `log witness`: the witnesses of the log, and taking one out, by two administrators. */
import { Command } from 'commander';
import { part } from '../cli/administration/part.ts';
import { type Connect, GRANTS } from '../cli/client/connect.ts';
import { nextByAnother } from '../cli/client/who-else.ts';
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

const listCommand = part({
  name: 'list',
  description: 'which witnesses cosign the log, and who proposed to take one out',
  example: 'log witness list',
  json: '{ witnesses, quorumReachable }',
  as: 'asks',
  work: async ({ client }) => {
    const view = await client.call<WitnessesView>('GET', PATH);
    return { result: view, say: () => describe(view) };
  },
});

const NOTES = `
For a witness that lies, or has cosigned a fork, and holds up all releases. The first administrator
proposes, another one confirms within seven days. It is for good: a witness that is to come back needs another
key. Those who verify with a policy of their own (\`audit verify --policy\`) demand what that policy says.
`;

const removeCommand = part<{ readonly reason: string }>({
  name: 'remove',
  description: 'take a witness out, which takes two administrators: it is neither asked nor needed any more',
  argument: ['<name>', 'of the witness, as the file of LOG_WITNESSES has it'],
  options: (command) => command.addOption(reasonOption('its operator has lost the key')),
  notes: NOTES,
  example: `log witness remove sheriff --reason "its key was stolen" --as admin-1
  npm run gateway -- log witness remove sheriff --reason "its key was stolen" --as admin-2`,
  json: '{ status: "proposed" | "removed", index, witnesses, quorumReachable }',
  as: 'acts',
  acting: GRANTS,
  work: async ({ client, named: name, reason }) => {
    const result = await client.call<WitnessesView & { status: string; index: number }>(
      'POST',
      `${PATH}/${encodeURIComponent(name)}/remove`,
      { reason },
    );
    const proposed = `proposed, log entry ${result.index}: ${name} counts until another administrator confirms`;
    const say = () =>
      result.status === 'removed'
        ? `${name} is taken out, log entry ${result.index}\n\n${describe(result)}`
        : [proposed, ...nextByAnother(client, `log witness remove ${name} --reason "…"`)].join('\n');
    return { result, say };
  },
});

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
