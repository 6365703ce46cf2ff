/** `person`: anyone who signs in with a name of their own; listed, suspended or removed at once, and reinstated. */
import { Command } from 'commander';
import { type Connect, RAISES } from '../../cli/client/connect.ts';
import { findListed } from '../../cli/client/find-listed.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { actAs, type ClientOptions, jsonOption } from '../../cli/client-options.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { printResult } from '../../cli/print-result.ts';
import { reasonOption } from '../../cli/reason-option.ts';
import type { LoweringResult } from '../../release/revoke/lower-right.ts';
import { type IdentityWords, identityCommand } from './identity-command.ts';
import { PERSONS, type PersonView } from './person-view.ts';

export function personCommand(connect: Connect): Command {
  return identityCommand<PersonView>(connect, WORDS).addCommand(reinstateCommand(connect));
}

const ARGUMENT = 'name, sign-in at the issuer, number as an employee, or id, as `person list` has them';

const WORDS: IdentityWords<PersonView, LoweringResult> = {
  what: 'person',
  description: 'persons who may sign in: registered by `register`, suspended and removed here',
  id: PERSONS.id,
  idIsA: 'id',
  names: PERSONS.names,
  describe: PERSONS.describe,
  list: {
    description: 'persons, their roles, and whether each may still sign in',
    example: '--status active',
    ofAgency: true,
    columns: {
      id: ({ id }) => id,
      agency: ({ agency }) => agency,
      name: ({ name }) => name,
      'sign-in': ({ subject }) => subject,
      employee: ({ employeeId }) => employeeId ?? '',
      roles: ({ roles }) => roles,
      status: ({ status }) => status,
    },
  },
  suspend: {
    description: 'stop a person from signing in, at once, on every node, until another one reinstates them',
    argument: ARGUMENT,
    reason: 'key stolen',
    warning: `
Where a key was stolen, this is the first thing to do. The last Chief or auditor
who can sign in is suspended by two administrators, and then all sharing is
halted. Until then \`halt\` stops all sharing at once.
`,
    example: 'reviewer --reason "key stolen"',
  },
  remove: {
    description: 'stop a person from signing in for good, at once, on every node',
    argument: ARGUMENT,
    reason: 'left the department',
    warning: `
A Chief or an auditor is removed by two administrators, each of whom types it.
Nobody who was removed comes back: to stop somebody for a while, suspend them.
`,
    example: '"Demo officer of Adams" --reason "left"',
  },
};

function reinstateCommand(connect: Connect): Command {
  return new Command('reinstate')
    .description('let a suspended person sign in again; not oneself')
    .argument('<person>', ARGUMENT)
    .addOption(reasonOption('new key registered'))
    .addOption(actAs())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nTheir clients sign in again too: remove the one whose key was stolen before.\n' +
        '\nExample:\n  npm run gateway -- person reinstate reviewer --reason "new key registered" --as admin-2',
    )
    .action(async (name: string, { as, json, reason }: ClientOptions & { reason: string }) => {
      const client = await connect(as, RAISES);
      const { id } = await findListed<PersonView>(client, PERSONS, name, as);
      const path = `/v1/persons/${id}/reinstate`;
      const step = nextStep({ 404: `give the id that it has in: ${nextCommand(PERSONS.command, as)}` });
      const result = await client.call<{ index: number }>('POST', path, { reason }).catch(step);
      printResult(result, json === true, () => `person ${name} may sign in again, log entry ${result.index}`);
    });
}
