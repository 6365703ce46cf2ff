/** `hits confirm` and `hits dismiss`: what a reviewer found who verified plate, state and status. */

import type { Command } from 'commander';
import { part } from '../../cli/administration/part.ts';
import type { Connect } from '../../cli/client/connect.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { nextCommand } from '../../cli/next-command.ts';

const WORDS = {
  confirm: {
    description: 'a reviewer has verified plate, state and status by sight and through dispatch: they match',
    done: 'confirmed',
    example: 'hits confirm 3f0c…',
  },
  dismiss: {
    description: 'a reviewer has found that it is another car, or that the entry is over',
    done: 'dismissed',
    example: 'hits dismiss 3f0c…',
  },
} as const;

/** Each is decided once, and stays so. */
export function decideHitCommand(connect: Connect, verb: keyof typeof WORDS): Command {
  const { description, done, example } = WORDS[verb];
  return part(connect, {
    ...{ name: verb, description, example },
    argument: ['<id>', 'id of the hit, as `hits list` has it'],
    as: 'acts',
    acting: { otherwise: 'reviewer' },
    work: async ({ as, client, named: id }) => {
      const list = nextCommand('hits list', as);
      const decided = await client
        .call<{ hitId: string; status: string; index: number }>(
          'POST',
          `/v1/hits/${encodeURIComponent(id)}/${verb}`,
        )
        .catch(
          nextStep({
            404: `give the whole id (36 characters), see: ${list}`,
            409: `each hit is decided once; see how it stands: ${list}`,
          }),
        );
      const { hitId, index } = decided;
      const say = () => `${done}: ${hitId}\nwho decided, and when, is in the log: entry ${index}`;
      return { result: decided, say };
    },
  });
}
