/** `sharing`: tells if all sharing is halted. */

import { Command } from 'commander';
import type { Connect } from '../../cli/client/connect.ts';
import { byItsRole } from '../../cli/client/who-else.ts';
import { askAs, type ClientOptions, jsonOption } from '../../cli/client-options.ts';
import { printResult } from '../../cli/print-result.ts';
import { describeSharing, type SharingShown } from '../describe-sharing.ts';
import { describeBeforeResuming } from './describe-before-resuming.ts';
import type { BeforeResumingView } from './sharing.schema.ts';

export function sharingCommand(connect: Connect): Command {
  return new Command('sharing')
    .description(
      'whether all sharing is halted, by whom, when and why, and what to check before it is resumed',
    )
    .addOption(askAs())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- sharing')
    .action(async ({ as, json }: ClientOptions) => {
      const client = await connect(as);
      const state = await client.call<SharingShown>('GET', '/v1/sharing');
      const before =
        state.halted && json !== true
          ? await client.call<BeforeResumingView>('GET', '/v1/sharing/resume')
          : null;
      printResult(state, json === true, () => {
        const proposal = before?.proposal ?? null;
        const resumers =
          proposal === null ? 'two administrators' : `an administrator other than ${proposal.person}`;
        const next = state.halted
          ? `to go on, by ${resumers}: ${byItsRole(client, 'resume --reason "…"')}`
          : `to stop all of it: ${byItsRole(client, 'halt --reason "…"')}`;
        return [
          describeSharing(state),
          ...(before ? [`\n${describeBeforeResuming(before, { as })}\n`] : []),
          next,
        ].join('\n');
      });
    });
}
