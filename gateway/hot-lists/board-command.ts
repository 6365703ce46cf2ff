/** `hot-list board`: a link that opens the board of jobs in a browser. */

import { Command } from 'commander';
import type { Connect } from '../cli/client/connect.ts';
import { actAs, type ClientOptions, jsonOption } from '../cli/client-options.ts';
import { printResult } from '../cli/print-result.ts';

export function boardCommand(connect: Connect): Command {
  return new Command('board')
    .description(
      'a link that opens the board of jobs in a browser: good for a minute, and then a quarter of an hour',
    )
    .addOption(actAs())
    .addOption(jsonOption('{ url, expiresAt }'))
    .addHelpText('after', '\nExample:\n  npm run gateway -- hot-list board')
    .action(async ({ as, json }: ClientOptions) => {
      const client = await connect(as);
      const pass = await client.call<{ url: string; expiresAt: string }>('POST', '/v1/board-passes');
      printResult(pass, json === true, () => pass.url);
    });
}
