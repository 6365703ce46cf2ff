/** `revoke ORI`: ends all sharing with an agency, and returns when no further byte can leave. */
import { Command } from 'commander';
import type { Client, Connect } from '../../cli/client/connect.ts';
import { describeWithdrawal } from '../../cli/client/describe-withdrawal.ts';
import { findAgencyOri } from '../../cli/client/find-agency.ts';
import { findAgencyStep, nextStep } from '../../cli/client/next-step.ts';
import { orUnknown } from '../../cli/client/or-unknown.ts';
import { actAs, type ClientOptions, jsonOption } from '../../cli/client-options.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { agency } from '../../cli/ori-argument.ts';
import { printResult } from '../../cli/print-result.ts';
import { reasonOption } from '../../cli/reason-option.ts';
import { print } from '../../cli/write-out.ts';
import type { WithdrawalResult } from '../../release/revoke/withdraw-right.ts';
import { earlierEnd } from '../agencies/earlier-end.ts';

interface RevokeOptions extends ClientOptions {
  readonly reason: string;
}

export function revokeCommand(connect: Connect): Command {
  return new Command('revoke')
    .description('end all sharing with an agency at once; safe to repeat')
    .argument('<agency>', 'any ORI of the agency, or its name', agency)
    .addOption(reasonOption('misuse under review'))
    .addOption(actAs())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `\nThe agency stays registered. \`agencies change ORI --status suspended\`, and
anything else that makes it ineligible, ends its grants too. Either way, sharing
again takes a new grant by two persons.

Example:
  npm run gateway -- revoke CO0010000 --reason "misuse under review"`,
    )
    .action(async (named: string, { as, json, reason }: RevokeOptions, command: Command) => {
      const { client, partner, result } = await orUnknown(command, async () => {
        const client = await connect(as);
        const partner = await findAgencyOri(client, named, as);
        const path = `/v1/agencies/${partner}/revoke`;
        return { client, partner, result: await client.call<WithdrawalResult>('POST', path, { reason }) };
      }).catch(nextStep({ 404: findAgencyStep(as) }));
      printResult(
        result,
        json === true,
        () => `sharing with ${partner} has ended; ${describeWithdrawal(result)}`,
      );
      if (!json) print(`${await afterwards(client, partner, result.index)}\n`);
    });
}

/** Asks only after the revoke, which nothing may delay; a failed look-up does not make it a failure. */
async function afterwards(client: Client, partner: string, mark: number): Promise<string> {
  const nothing = await earlierEnd(client, partner, mark).catch(() => null);
  const next = `to share again: ${nextCommand('grant propose --help')}`;
  return nothing === null ? next : `${nothing}\n${next}`;
}
