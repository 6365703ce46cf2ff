/** Clients, persons and issuers: what each list shows and what stops one, for the commands and the pages. */
import type { AdministrativeAction } from '../../../sharing-rules/terms/roles.ts';
import type { IdentityStatus } from '../../../sharing-rules/terms/statuses.ts';
import type { NamedList } from '../../cli/client/find-listed.ts';
import type { Columns } from '../../http/schemas/terms.ts';
import type { ClientView, IssuerView, PersonView } from './identity.schema.ts';

export const IDENTITY_STATUS_WORDS: Readonly<Record<IdentityStatus, string>> = {
  active: 'May sign in',
  suspended: 'Suspended',
  removed: 'Removed',
};

export interface IdentityView {
  readonly id: string;
  readonly status: IdentityStatus;
}

/** An act that stops one from signing in. */
export interface Stop {
  readonly verb: 'remove' | 'suspend';
  readonly action: AdministrativeAction;
  readonly description: string;
  readonly reason: string;
  /** A warning to be read before the act. */
  readonly warning?: string;
  readonly example: string;
}

export interface IdentityTerms<View extends IdentityView> extends NamedList<View> {
  readonly what: 'client' | 'person' | 'issuer';
  readonly member: 'clients' | 'persons' | 'issuers';
  /** The kind of its id. */
  readonly idIsA: 'number' | 'id';
  /** The names that the commands take in place of an id. */
  readonly argument: string;
  readonly list: { readonly description: string; readonly example: string };
  readonly ofAgency: boolean;
  readonly columns: Columns<View>;
  readonly stops: readonly Stop[];
}

export const CLIENTS: IdentityTerms<ClientView> = {
  ...{ what: 'client', member: 'clients', path: '/v1/clients?limit=200', command: 'client list' },
  id: /^\d+$/,
  idIsA: 'number',
  argument: 'its name at its issuer, or its number, as `client list` has them',
  names: ({ clientId }) => [clientId],
  describe: ({ agency, issuer, status }) => `${agency}, ${issuer}, ${status}`,
  list: {
    description: 'clients, and whether each may still sign in',
    example: 'client list --agency CO0010000',
  },
  ofAgency: true,
  columns: {
    id: ({ id }) => id,
    agency: ({ agency }) => agency,
    client: ({ clientId }) => clientId,
    issuer: ({ issuer }) => issuer,
    status: ({ status }) => status,
  },
  stops: [
    {
      verb: 'remove',
      action: 'remove_client',
      description: 'stop a client from signing in for good, at once, on every node',
      reason: 'key lost',
      example: 'client remove demo-brighton --reason "key lost"',
    },
  ],
};

export const PERSONS: IdentityTerms<PersonView> = {
  ...{ what: 'person', member: 'persons', path: '/v1/persons?limit=200', command: 'person list' },
  id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  idIsA: 'id',
  argument: 'name, sign-in at the issuer, number as an employee, or id, as `person list` has them',
  names: ({ employeeId, name, subject }) => [name, subject, employeeId],
  describe: ({ agency, name, roles, status }) => [agency, name, ...roles, status].join(', '),
  list: {
    description: 'persons, their roles, and whether each may still sign in',
    example: 'person list --status active',
  },
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
  stops: [
    {
      verb: 'remove',
      action: 'remove_person',
      description: 'stop a person from signing in for good, at once, on every node',
      reason: 'left the department',
      warning: `
A Chief or an auditor is removed by two administrators, each of whom types it.
Nobody who was removed comes back: to stop somebody for a while, suspend them.
`,
      example: 'person remove "Demo officer of Adams" --reason "left"',
    },
    {
      verb: 'suspend',
      action: 'suspend_person',
      description: 'stop a person from signing in, at once, on every node, until another one reinstates them',
      reason: 'key stolen',
      warning: `
Where a key was stolen, this is the first thing to do. The last Chief or auditor
who can sign in is suspended by two administrators, and then all sharing is
halted. Until then \`halt\` stops all sharing at once.
`,
      example: 'person suspend reviewer --reason "key stolen"',
    },
  ],
};

export const ISSUERS: IdentityTerms<IssuerView> = {
  ...{ what: 'issuer', member: 'issuers', path: '/v1/issuers?limit=200', command: 'issuer list' },
  id: /^\d+$/,
  idIsA: 'number',
  argument: 'its URL or its number, as `issuer list` has them',
  names: ({ issuer }) => [issuer],
  describe: ({ issuer, status }) => `${issuer}, ${status}`,
  list: {
    description: 'issuers, and how many clients and persons may sign in by each',
    example: 'issuer list --status active',
  },
  ofAgency: false,
  columns: {
    id: ({ id }) => id,
    issuer: ({ issuer }) => issuer,
    roles: ({ assertsRoles }) => (assertsRoles ? 'yes' : 'no'),
    clients: ({ clients }) => String(clients),
    persons: ({ persons }) => String(persons),
    status: ({ status }) => status,
  },
  stops: [
    {
      verb: 'remove',
      action: 'remove_issuer',
      description: 'believe no token of an issuer, at once, on every node',
      reason: 'its signing key is lost',
      warning: `
Nobody signs in by it any more: none of its clients and persons, whatever their
agency. Answers under way to ALL agencies are cut, and their held queries and
further pages end; those of other issuers ask again. Nothing keeps you from
removing the last issuer, or your own. Nobody can then sign in, or nobody who
could change anything, until the owner of the database registers another issuer.
`,
      example: 'issuer remove 2 --reason "its signing key is lost"',
    },
  ],
};
