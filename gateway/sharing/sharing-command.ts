/** `sharing`: whether all sharing is halted. */
import { Command } from 'commander';
import type { Connect } from '../cli/connect.ts';
import { nextCommand } from '../cli/next-command.ts';
import { printResult } from '../cli/print-result.ts';
import { describeSharing } from './describe-sharing.ts';
import type { SharingState } from './sharing-store.ts';

export function sharingCommand(connect: Connect): Command {
  return new Command('sharing')
    .description('whether all sharing is halted')
    .option('--as <client>', 'client to ask as')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  npm run gateway -- sharing')
    .action(async ({ as, json }: { as?: string; json?: true }) => {
      const client = await connect(as);
      const state = await client.call<SharingState>('GET', '/v1/sharing');
      printResult(state, json === true, () => {
        const next = state.halted
          ? `to go on: ${nextCommand('resume')}`
          : `to stop all of it: ${nextCommand('halt --reason "…"')}`;
        return `${describeSharing(state)}\n${next}`;
      });
    });
}
