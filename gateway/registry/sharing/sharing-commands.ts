/** `sharing`, `halt` and `resume`: tells if all sharing is halted, stops it, and ends the halt by two administrators. */
import { part } from '../../cli/administration/part.ts';
import { type Client, GRANTS } from '../../cli/client/connect.ts';
import { describeWithdrawal } from '../../cli/client/describe-withdrawal.ts';
import { byItsRole, nextByAnother } from '../../cli/client/who-else.ts';
import { reasonIfGiven, reasonOption } from '../../cli/reason-option.ts';
import type { WithdrawalResult } from '../../release/revoke/withdraw-right.ts';
import { describeHalt, describeResumed, describeSharing } from '../describe-sharing.ts';
import type { BeforeResumingView, SharingShown } from '../sharing.schema.ts';
import { describeBeforeResuming } from './describe-before-resuming.ts';
import type { Resumed } from './resume-sharing.ts';

export const sharingCommand = part({
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

export const haltCommand = part<{ readonly reason?: string }>({
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

const ANOTHER = 'sharing stays halted until another administrator resumes, who looks at the same';

const NOTES = `
The first administrator proposes, and is shown why sharing is halted, what would share
again and where the log ends; \`sharing\` shows it to the second one, who then resumes.
`;

const EXAMPLE = `resume --reason "order lifted" --as admin-1
  npm run gateway -- sharing --as admin-2
  npm run gateway -- resume --reason "order lifted, log complete" --as admin-2`;

export const resumeCommand = part<{ readonly reason: string }>({
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
