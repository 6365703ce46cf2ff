/** `sharing`: tells if all sharing is halted. */
import type { Command } from 'commander';
import { part } from '../../cli/administration/part.ts';
import type { Connect } from '../../cli/client/connect.ts';
import { byItsRole } from '../../cli/client/who-else.ts';
import { describeSharing, type SharingShown } from '../describe-sharing.ts';
import { describeBeforeResuming } from './describe-before-resuming.ts';
import type { BeforeResumingView } from './sharing.schema.ts';

export const sharingCommand = (connect: Connect): Command =>
  part(connect, {
    name: 'sharing',
    example: 'sharing',
    as: 'asks',
    work: async ({ as, client }) => {
      const state = await client.call<SharingShown>('GET', '/v1/sharing');
      const say = async () => {
        if (!state.halted)
          return `${describeSharing(state)}\nto stop all of it: ${byItsRole(client, 'halt --reason "…"')}`;
        const before = await client.call<BeforeResumingView>('GET', '/v1/sharing/resume');
        const { proposal } = before;
        const resumers =
          proposal === null ? 'two administrators' : `an administrator other than ${proposal.person}`;
        return [
          `${describeSharing(state)}\n\n${describeBeforeResuming(before, { as })}\n`,
          `to go on, by ${resumers}: ${byItsRole(client, 'resume --reason "…"')}`,
        ].join('\n');
      };
      return { result: state, say };
    },
  });
