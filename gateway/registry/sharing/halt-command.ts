/** `halt`: stops all sharing with everybody. */
import type { Command } from 'commander';
import { part } from '../../cli/administration/part.ts';
import type { Client, Connect } from '../../cli/client/connect.ts';
import { describeWithdrawal } from '../../cli/client/describe-withdrawal.ts';
import { byItsRole } from '../../cli/client/who-else.ts';
import { reasonIfGiven } from '../../cli/reason-option.ts';
import type { WithdrawalResult } from '../../release/revoke/withdraw-right.ts';
import { describeHalt, type SharingShown } from '../describe-sharing.ts';

export const haltCommand = (connect: Connect): Command =>
  part<{ readonly reason?: string }>(connect, {
    name: 'halt',
    options: (command) =>
      command.addOption(
        reasonIfGiven(
          'court order 26-114',
          'why; kept in the log entry, and shown by `sharing`; a halt does not wait for it',
        ),
      ),
    example: 'halt --reason "court order 26-114"',
    as: 'withdraws',
    work: async ({ client, reason }) => {
      const result = await client.call<WithdrawalResult>('POST', '/v1/sharing/halt', { reason });
      return {
        result,
        say: () => `sharing is halted; ${describeWithdrawal(result)}`,
        more: async () => [
          await haltBefore(client, result.index).catch(() => null),
          `to go on, by two administrators: ${byItsRole(client, 'resume --reason "…"')}`,
        ],
      };
    },
  });

/** Asks only after the halt, which nothing may delay; a failed look-up does not make it a failure. */
async function haltBefore(client: Client, mark: number): Promise<string | null> {
  const { halts } = await client.call<SharingShown>('GET', '/v1/sharing');
  const earlier = halts.find(({ index }) => index < mark);
  if (earlier === undefined) return null;
  return `it was halted already, log entry ${earlier.index}, ${describeHalt(earlier)}`;
}
