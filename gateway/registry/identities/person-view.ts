/** Persons who may sign in, as the commands read them from the gateway. */
import type { NamedList } from '../../cli/client/find-listed.ts';

export interface PersonView {
  readonly id: string;
  readonly agency: string;
  readonly name: string;
  /** What the issuer calls the person. */
  readonly subject: string;
  readonly roles: readonly string[];
  readonly employeeId: string | null;
  readonly status: string;
}

/** How a command line may name one. */
export const PERSONS: NamedList<PersonView> = {
  what: 'person',
  path: '/v1/persons?limit=200',
  member: 'persons',
  id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  names: ({ employeeId, name, subject }) => [name, subject, employeeId],
  describe: ({ agency, name, roles, status }) => [agency, name, ...roles, status].join(', '),
  command: 'person list',
};
