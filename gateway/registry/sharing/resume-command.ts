/** `resume`: ends a halt, by two administrators; grants in force share again. */
import type { Command } from 'commander';
import { part } from '../../cli/administration/part.ts';
import { type Connect, GRANTS } from '../../cli/client/connect.ts';
import { nextByAnother } from '../../cli/client/who-else.ts';
import { reasonOption } from '../../cli/reason-option.ts';
import { describeResumed, type SharingShown } from '../describe-sharing.ts';
import { describeBeforeResuming } from './describe-before-resuming.ts';
import type { Resumed } from './resume-sharing.ts';
import type { BeforeResumingView } from './sharing.schema.ts';

const ANOTHER = 'sharing stays halted until another administrator resumes, who looks at the same';

const NOTES = `
The first administrator proposes, and is shown why sharing is halted, what would share
again and where the log ends; \`sharing\` shows it to the second one, who then resumes.
`;

const EXAMPLE = `resume --reason "order lifted" --as admin-1
  npm run gateway -- sharing --as admin-2
  npm run gateway -- resume --reason "order lifted, log complete" --as admin-2`;

export const resumeCommand = (connect: Connect): Command =>
  part<{ readonly reason: string }>(connect, {
    name: 'resume',
    options: (command) =>
      command.addOption(reasonOption('order lifted', 'why it is safe to go on; kept in the log entry')),
    notes: NOTES,
    example: EXAMPLE,
    json: '{ status: "proposed" | "resumed", index, … }',
    as: 'acts',
    acting: GRANTS,
    work: async ({ as, client, reason }) => {
      const before = await client.call<SharingShown>('GET', '/v1/sharing');
      const result = await client.call<Resumed & Partial<BeforeResumingView>>('POST', '/v1/sharing/resume', {
        reason,
      });
      const say = () => {
        if (result.status === 'proposed') {
          const isRepeated = before.proposal?.index === result.index;
          return [
            `${describeBeforeResuming(result as BeforeResumingView, { as })}\n`,
            `${isRepeated ? `you had proposed it already, in log entry ${result.index}` : 'proposed'}: ${ANOTHER}`,
            ...nextByAnother(client, 'resume --reason "…"'),
          ].join('\n');
        }
        if (before.halted) return `sharing goes on since log entry ${result.index}`;
        return `sharing was not halted: ${describeResumed(before) ?? 'nobody had halted it'}; this command is log entry ${result.index}`;
      };
      return { result, say };
    },
  });
