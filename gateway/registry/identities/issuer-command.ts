/** `issuer`: whose tokens are believed; listed, and removed at once. */
import type { Command } from 'commander';
import type { Connect } from '../../cli/client/connect.ts';
import type { LoweringResult } from '../../release/revoke/lower-right.ts';
import { identityCommand } from './identity-command.ts';
import type { SignInsLeft } from './issuers-store.ts';

interface IssuerView {
  readonly id: string;
  readonly issuer: string;
  readonly assertsRoles: boolean;
  readonly clients: number;
  readonly persons: number;
  readonly status: string;
}

const WARNING = `
Nobody signs in by it any more: none of its clients and persons, whatever their
agency. Answers under way to ALL agencies are cut, and their held queries and
further pages end; those of other issuers ask again. Nothing keeps you from
removing the last issuer, or your own. Nobody can then sign in, or nobody who
could change anything, until the owner of the database registers another issuer.
`;

export function issuerCommand(connect: Connect): Command {
  return identityCommand<IssuerView, LoweringResult & SignInsLeft>(connect, {
    what: 'issuer',
    description: 'identity issuers whose tokens are accepted: registered by `register`, removed here',
    id: /^\d+$/,
    idIsA: 'number',
    names: ({ issuer }) => [issuer],
    describe: ({ issuer, status }) => `${issuer}, ${status}`,
    list: {
      description: 'issuers, and how many clients and persons may sign in by each',
      example: '--status active',
      ofAgency: false,
      columns: {
        id: ({ id }) => id,
        issuer: ({ issuer }) => issuer,
        roles: ({ assertsRoles }) => (assertsRoles ? 'yes' : 'no'),
        clients: ({ clients }) => String(clients),
        persons: ({ persons }) => String(persons),
        status: ({ status }) => status,
      },
    },
    remove: {
      description: 'believe no token of an issuer, at once, on every node',
      argument: 'its URL or its number, as `issuer list` has them',
      reason: 'its signing key is lost',
      warning: WARNING,
      example: '2 --reason "its signing key is lost"',
      whereUnknown: 'if your own sign-in is by this issuer, it is removed already',
      describe: describeLeft,
    },
  });
}

function describeLeft({ administratorsLeft, issuersLeft }: SignInsLeft): string {
  if (administratorsLeft > 0) return '';
  const who = issuersLeft === 0 ? 'NOBODY CAN SIGN IN ANY MORE' : 'NO ADMINISTRATOR CAN SIGN IN ANY MORE';
  return `\n${who}: the owner of the database must register an issuer`;
}
