/** `hot-list endpoint`: where partners are told of hits and lists. */
import { Command } from 'commander';
import type { Connect } from '../../cli/connect.ts';
import { describeLowering } from '../../cli/describe-lowering.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { nextStep } from '../../cli/next-step.ts';
import { ori } from '../../cli/ori-argument.ts';
import { printResult } from '../../cli/print-result.ts';
import { tableOf } from '../../cli/table-of.ts';
import type { LoweringResult } from '../../release/lower-right.ts';
import type { CommonOptions } from '../list-view.ts';

interface EndpointView {
  readonly partner: string;
  readonly url: string;
  readonly setAt: string;
}

export function endpointCommand(connect: Connect): Command {
  return new Command('endpoint')
    .description('addresses at which partners are told, each delivery signed (Standard Webhooks)')
    .addCommand(setCommand(connect))
    .addCommand(listCommand(connect))
    .addCommand(removeCommand(connect));
}

function setCommand(connect: Connect): Command {
  return new Command('set')
    .description('set the address of a partner, with a new secret; the old one ends')
    .argument('<ori>', 'ORI of the agency', ori)
    .requiredOption('--url <url>', 'https address that takes the deliveries')
    .option('--as <client>', 'client to act as')
    .option('--json', 'print the result as JSON: { partner, url, secret }')
    .addHelpText(
      'after',
      '\nExample:\n  npm run gateway -- hot-list endpoint set CO0010000 \\\n    --url https://adams.example/alpr',
    )
    .action(async (partner: string, { as, json, url }: CommonOptions & { url: string }) => {
      const client = await connect(as);
      const path = `/v1/agencies/${encodeURIComponent(partner)}/endpoint`;
      const endpoint = await client.call<{ partner: string; secret: string }>('POST', path, { url });
      printResult(endpoint, json === true, () => {
        const { partner, secret } = endpoint;
        return `${partner} is told at ${url}\nsecret, shown this once; give it to the partner:\n  ${secret}`;
      });
    });
}

function listCommand(connect: Connect): Command {
  return new Command('list')
    .description('all endpoints')
    .option('--as <client>', 'client to act as')
    .option('--json', 'print the result as JSON')
    .action(async ({ as, json }: CommonOptions) => {
      const client = await connect(as);
      const { endpoints } = await client.call<{ endpoints: EndpointView[] }>('GET', '/v1/endpoints');
      printResult({ endpoints }, json === true, () =>
        tableOf(
          ['partner', 'address', 'set (UTC)'],
          endpoints.map(({ partner, setAt, url }) => [partner, url, setAt.slice(0, 19)]),
        ),
      );
    });
}

function removeCommand(connect: Connect): Command {
  return new Command('remove')
    .description('tell a partner no more; when the command returns, nothing more is sent there')
    .argument('<ori>', 'ORI of the agency', ori)
    .option('--as <client>', 'client to act as')
    .option('--json', 'print the result as JSON')
    .action(async (partner: string, { as, json }: CommonOptions) => {
      const client = await connect(as);
      const path = `/v1/agencies/${encodeURIComponent(partner)}/endpoint`;
      const removed = await client
        .call<{ lowered: LoweringResult }>('DELETE', path)
        .catch(nextStep({ 404: `see which there are: ${nextCommand('hot-list endpoint list')}` }));
      printResult(
        removed,
        json === true,
        () => `${partner} is told no more; ${describeLowering(removed.lowered)}`,
      );
    });
}
