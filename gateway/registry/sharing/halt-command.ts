/** `halt`: stops all sharing with everybody. */
import { Command } from 'commander';
import type { Client, Connect } from '../../cli/client/connect.ts';
import { describeWithdrawal } from '../../cli/client/describe-withdrawal.ts';
import { orUnknown } from '../../cli/client/or-unknown.ts';
import { byItsRole } from '../../cli/client/who-else.ts';
import { actAs, type ClientOptions, jsonOption } from '../../cli/client-options.ts';
import { printResult } from '../../cli/print-result.ts';
import { reasonIfGiven } from '../../cli/reason-option.ts';
import { print } from '../../cli/write-out.ts';
import type { WithdrawalResult } from '../../release/revoke/withdraw-right.ts';
import { describeHalt, type SharingShown } from '../describe-sharing.ts';

interface HaltOptions extends ClientOptions {
  readonly reason?: string;
}

export function haltCommand(connect: Connect): Command {
  return new Command('halt')
    .description('stop all sharing with everybody at once; safe to repeat')
    .addOption(
      reasonIfGiven(
        'court order 26-114',
        'why; kept in the log entry, and shown by `sharing`; a halt does not wait for it',
      ),
    )
    .addOption(actAs())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- halt --reason "court order 26-114"')
    .action(async ({ as, json, reason }: HaltOptions, command: Command) => {
      const { client, result } = await orUnknown(command, async () => {
        const client = await connect(as);
        return {
          client,
          result: await client.call<WithdrawalResult>('POST', '/v1/sharing/halt', { reason }),
        };
      });
      printResult(result, json === true, () => `sharing is halted; ${describeWithdrawal(result)}`);
      if (json) return;
      const next = byItsRole(client, 'resume --reason "…"');
      const before = await haltBefore(client, result.index).catch(() => []);
      print(`${[...before, `to go on, by two administrators: ${next}`].join('\n')}\n`);
    });
}

/** Asks only after the halt, which nothing may delay; a failed look-up does not make it a failure. */
async function haltBefore(client: Client, mark: number): Promise<string[]> {
  const { halts } = await client.call<SharingShown>('GET', '/v1/sharing');
  const earlier = halts.find(({ index }) => index < mark);
  if (earlier === undefined) return [];
  return [`it was halted already, log entry ${earlier.index}, ${describeHalt(earlier)}`];
}
