/** `client`: the systems and programs that sign in; listed, and removed at once. */
import type { Command } from 'commander';
import type { Connect } from '../../cli/client/connect.ts';
import { identityCommand } from './identity-command.ts';

interface ClientView {
  readonly id: string;
  readonly agency: string;
  readonly clientId: string;
  readonly issuer: string;
  readonly status: string;
}

export function clientCommand(connect: Connect): Command {
  return identityCommand<ClientView>(connect, {
    what: 'client',
    description: 'clients that may sign in: registered by `register`, removed here',
    id: /^\d+$/,
    idIsA: 'number',
    names: ({ clientId }) => [clientId],
    describe: ({ agency, issuer, status }) => `${agency}, ${issuer}, ${status}`,
    list: {
      description: 'clients, and whether each may still sign in',
      example: '--agency CO0010000',
      ofAgency: true,
      columns: {
        id: ({ id }) => id,
        agency: ({ agency }) => agency,
        client: ({ clientId }) => clientId,
        issuer: ({ issuer }) => issuer,
        status: ({ status }) => status,
      },
    },
    remove: {
      description: 'stop a client from signing in, at once, on every node',
      argument: 'its name at its issuer, or its number, as `client list` has them',
      reason: 'key lost',
      example: 'demo-brighton --reason "key lost"',
    },
  });
}
