/** `revoke ORI`: ends all sharing with an agency, and returns when no further byte can leave. */
import { part } from '../../cli/administration/part.ts';
import { describeWithdrawal } from '../../cli/client/describe-withdrawal.ts';
import { findAgencyOri } from '../../cli/client/find-agency.ts';
import { findAgencyStep, nextStep } from '../../cli/client/next-step.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { agency } from '../../cli/ori-argument.ts';
import { reasonOption } from '../../cli/reason-option.ts';
import type { WithdrawalResult } from '../../release/revoke/withdraw-right.ts';
import { earlierEnd } from '../agencies/earlier-end.ts';

const NOTES = `
The agency stays registered. \`agencies change ORI --status suspended\`, and
anything else that makes it ineligible, ends its grants too. Either way, sharing
again takes a new grant by two persons.
`;

export const revokeCommand = part<{ readonly reason: string }>({
  name: 'revoke',
  argument: ['<agency>', 'any ORI of the agency, or its name', agency],
  options: (command) => command.addOption(reasonOption('misuse under review')),
  notes: NOTES,
  example: 'revoke CO0010000 --reason "misuse under review"',
  as: 'withdraws',
  work: async ({ as, client, named, reason }) => {
    const partner = await findAgencyOri(client, named, as);
    const result = await client
      .call<WithdrawalResult>('POST', `/v1/agencies/${partner}/revoke`, { reason })
      .catch(nextStep({ 404: findAgencyStep(as) }));
    return {
      result,
      say: () => `sharing with ${partner} has ended; ${describeWithdrawal(result)}`,
      // Asked only after the revoke, which nothing may delay; a failed look-up does not make it a failure.
      more: async () => [
        await earlierEnd(client, partner, result.index).catch(() => null),
        `to share again: ${nextCommand('grant propose --help')}`,
      ],
    };
  },
});
