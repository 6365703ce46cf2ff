/** `hot-list board`: a link that opens the board of jobs in a browser. */
import { Command } from 'commander';
import type { Connect } from '../cli/client/connect.ts';
import { printResult } from '../cli/print-result.ts';
import type { CommonOptions } from './lists/list-view.ts';

export function boardCommand(connect: Connect): Command {
  return new Command('board')
    .description(
      'a link that opens the board of jobs in a browser: good for a minute, and then a quarter of an hour',
    )
    .option('--as <client>', 'client to act as')
    .option('--json', 'print the result as JSON: { url, expiresAt }')
    .addHelpText('after', '\nExample:\n  npm run gateway -- hot-list board')
    .action(async ({ as, json }: CommonOptions) => {
      const client = await connect(as);
      const pass = await client.call<{ url: string; expiresAt: string }>('POST', '/v1/board-passes');
      printResult(pass, json === true, () => pass.url);
    });
}
