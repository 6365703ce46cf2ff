/** `person`: whoever signs in with a name of their own; listed, and removed at once. */
import { Command, Option } from 'commander';
import type { Connect } from '../../cli/client/connect.ts';
import { describeLowering } from '../../cli/client/describe-lowering.ts';
import { findGivenAgencyOri } from '../../cli/client/find-agency.ts';
import { findListedId, type NamedList } from '../../cli/client/find-listed.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { orUnknown } from '../../cli/client/or-unknown.ts';
import { readPages, searchOf } from '../../cli/client/read-pages.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { agency } from '../../cli/ori-argument.ts';
import { printResult } from '../../cli/print-result.ts';
import { reasonOption } from '../../cli/reason-option.ts';
import { tableOf } from '../../cli/table-of.ts';
import type { LoweringResult } from '../../release/revoke/lower-right.ts';

interface PersonView {
  readonly id: string;
  readonly agency: string;
  readonly name: string;
  /** What the issuer calls the person. */
  readonly subject: string;
  readonly roles: readonly string[];
  readonly employeeId: string | null;
  readonly status: string;
}

const PERSONS: NamedList<PersonView> = {
  ...{ what: 'person', path: '/v1/persons?limit=200', member: 'persons', command: 'person list' },
  id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  names: ({ employeeId, name, subject }) => [name, subject, employeeId],
  describe: ({ agency, name, roles, status }) => [agency, name, ...roles, status].join(', '),
};

interface CommonOptions {
  readonly as?: string;
  readonly json?: true;
}

export function personCommand(connect: Connect): Command {
  return new Command('person')
    .description('persons who may sign in: registered by `register`, removed here')
    .addCommand(listCommand(connect))
    .addCommand(removeCommand(connect));
}

const common = (command: Command) =>
  command.option('--as <client>', 'client to act as').option('--json', 'print the result as JSON');

function listCommand(connect: Connect): Command {
  return common(new Command('list').description('persons, their roles, and whether each may sign in still'))
    .option('--agency <agency>', 'only those of one agency, by ORI or name', agency)
    .addOption(new Option('--status <status>').choices(['active', 'removed']))
    .addHelpText('after', '\nExample:\n  npm run gateway -- person list --status active')
    .action(async ({ agency, as, json, status }: CommonOptions & { agency?: string; status?: string }) => {
      const client = await connect(as);
      const filters = { agency: await findGivenAgencyOri(client, agency, as), status };
      const path = `/v1/persons${searchOf({ ...filters, limit: '200' })}`;
      const persons = await readPages<PersonView>(client, path, 'persons');
      printResult({ persons }, json === true, () =>
        tableOf(
          ['id', 'agency', 'name', 'sign-in', 'employee', 'roles', 'status'],
          persons.map(({ id, agency, employeeId, name, roles, status, subject }) => [
            ...[id, agency, name, subject, employeeId ?? '', roles.join('\n'), status],
          ]),
        ),
      );
    });
}

function removeCommand(connect: Connect): Command {
  return common(new Command('remove').description('let a person sign in no more, at once, on every node'))
    .argument(
      '<person>',
      'name, sign-in at the issuer, number as an employee, or id, as `person list` has them',
    )
    .addOption(reasonOption('left the department'))
    .addHelpText('after', '\nExample:\n  npm run gateway -- person remove "Jane Example" --reason "left"')
    .action(async (named: string, options: CommonOptions & { reason: string }, command: Command) => {
      const { as, json, reason } = options;
      const step = nextStep({ 404: `give the id that it has in: ${nextCommand('person list', as)}` });
      const result = await orUnknown(command, async () => {
        const client = await connect(as);
        const id = await findListedId(client, PERSONS, named, as);
        return client.call<LoweringResult>('POST', `/v1/persons/${id}/remove`, { reason });
      }).catch(step);
      printResult(result, json === true, () => `person ${named} is removed; ${describeLowering(result)}`);
    });
}
