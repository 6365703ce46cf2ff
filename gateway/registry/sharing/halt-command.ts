/** `halt`: stops all sharing with everybody. */

import { Command } from 'commander';
import type { Connect } from '../../cli/client/connect.ts';
import { describeLowering } from '../../cli/client/describe-lowering.ts';
import { orUnknown } from '../../cli/client/or-unknown.ts';
import { byItsRole } from '../../cli/client/who-else.ts';
import { actAs, type ClientOptions, jsonOption } from '../../cli/client-options.ts';
import { printResult } from '../../cli/print-result.ts';
import { reasonOption } from '../../cli/reason-option.ts';
import type { LoweringResult } from '../../release/revoke/lower-right.ts';

interface HaltOptions extends ClientOptions {
  readonly reason: string;
}

export function haltCommand(connect: Connect): Command {
  return new Command('halt')
    .description('stop all sharing with everybody at once; safe to repeat')
    .addOption(reasonOption('court order 26-114', 'why; kept in the log entry, and shown by `sharing`'))
    .addOption(actAs())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- halt --reason "court order 26-114"')
    .action(async ({ as, json, reason }: HaltOptions, command: Command) => {
      const { client, result } = await orUnknown(command, async () => {
        const client = await connect(as);
        return { client, result: await client.call<LoweringResult>('POST', '/v1/sharing/halt', { reason }) };
      });
      printResult(result, json === true, () => {
        const next = byItsRole(client, 'resume --reason "…"');
        return `sharing is halted; ${describeLowering(result)}\nto go on, by two administrators: ${next}`;
      });
    });
}
