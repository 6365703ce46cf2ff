/** `halt`: stops all sharing with everybody. */
import { Command } from 'commander';
import type { Connect } from '../cli/connect.ts';
import { describeLowering } from '../cli/describe-lowering.ts';
import { printResult } from '../cli/print-result.ts';
import type { LoweringResult } from '../release/lower-right.ts';

interface HaltOptions {
  readonly reason?: string;
  readonly as?: string;
  readonly json?: true;
}

export function haltCommand(connect: Connect): Command {
  return new Command('halt')
    .description('stop all sharing with everybody at once; safe to repeat')
    .option('--reason <text>', 'why; kept in the log entry')
    .option('--as <client>', 'client to act as')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  npm run gateway -- halt --reason "court order 26-114"')
    .action(async ({ as, json, reason }: HaltOptions) => {
      const client = await connect(as);
      const result = await client.call<LoweringResult>('POST', '/v1/sharing/halt', { reason });
      printResult(
        result,
        json === true,
        () => `sharing is halted, ${describeLowering(result)}\nto go on: npm run gateway -- resume`,
      );
    });
}
