/** `person`: anyone who signs in with a name of their own; listed, and removed at once. */
import type { Command } from 'commander';
import type { Connect } from '../../cli/client/connect.ts';
import { identityCommand } from './identity-command.ts';
import { PERSONS, type PersonView } from './person-view.ts';

export function personCommand(connect: Connect): Command {
  return identityCommand<PersonView>(connect, {
    what: 'person',
    description: 'persons who may sign in: registered by `register`, removed here',
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
        roles: ({ roles }) => roles.join('\n'),
        status: ({ status }) => status,
      },
    },
    remove: {
      description: 'stop a person from signing in, at once, on every node',
      argument: 'name, sign-in at the issuer, number as an employee, or id, as `person list` has them',
      reason: 'left the department',
      example: '"Demo officer of Adams" --reason "left"',
    },
  });
}
