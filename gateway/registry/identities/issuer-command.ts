/** `issuer`: whose tokens are believed; listed, and removed at once. */
import { Command, Option } from 'commander';
import type { Connect } from '../../cli/client/connect.ts';
import { describeLowering } from '../../cli/client/describe-lowering.ts';
import { findListedId, type NamedList } from '../../cli/client/find-listed.ts';
import { nextStep } from '../../cli/client/next-step.ts';
import { orUnknown } from '../../cli/client/or-unknown.ts';
import { readPages, searchOf } from '../../cli/client/read-pages.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { printResult } from '../../cli/print-result.ts';
import { reasonOption } from '../../cli/reason-option.ts';
import { tableOf } from '../../cli/table-of.ts';
import type { LoweringResult } from '../../release/revoke/lower-right.ts';
import type { SignInsLeft } from './issuers-store.ts';

interface IssuerView {
  readonly id: string;
  readonly issuer: string;
  readonly assertsRoles: boolean;
  readonly clients: number;
  readonly persons: number;
  readonly status: string;
}

const ISSUERS: NamedList<IssuerView> = {
  ...{ what: 'issuer', path: '/v1/issuers?limit=200', member: 'issuers', command: 'issuer list' },
  id: /^\d+$/,
  names: ({ issuer }) => [issuer],
  describe: ({ issuer, status }) => `${issuer}, ${status}`,
};

interface CommonOptions {
  readonly as?: string;
  readonly json?: true;
}

export function issuerCommand(connect: Connect): Command {
  return new Command('issuer')
    .description('identity issuers whose tokens are believed: registered by `register`, removed here')
    .addCommand(listCommand(connect))
    .addCommand(removeCommand(connect));
}

const common = (command: Command) =>
  command.option('--as <client>', 'client to act as').option('--json', 'print the result as JSON');

function listCommand(connect: Connect): Command {
  return common(
    new Command('list').description('issuers, and how many clients and persons may sign in by each'),
  )
    .addOption(new Option('--status <status>').choices(['active', 'removed']))
    .addHelpText('after', '\nExample:\n  npm run gateway -- issuer list --status active')
    .action(async ({ as, json, ...filters }: CommonOptions & { status?: string }) => {
      const path = `/v1/issuers${searchOf({ ...filters, limit: '200' })}`;
      const issuers = await readPages<IssuerView>(await connect(as), path, 'issuers');
      printResult({ issuers }, json === true, () =>
        tableOf(
          ['id', 'issuer', 'roles', 'clients', 'persons', 'status'],
          issuers.map(({ id, issuer, assertsRoles, clients, persons, status }) => [
            ...[id, issuer, assertsRoles ? 'yes' : 'no', String(clients), String(persons), status],
          ]),
        ),
      );
    });
}

const REMOVE_HELP = `
Nobody signs in by it any more: none of its clients and persons, whatever their
agency. Answers under way to ALL agencies are cut, and their held queries and
further pages end; those of other issuers ask anew. Nothing keeps you from
removing the last issuer, or your own. Nobody can then sign in, or nobody who
could change anything, until the owner of the database registers another issuer.

Example:
  npm run gateway -- issuer remove 2 --reason "its signing key is lost"`;

function removeCommand(connect: Connect): Command {
  return common(new Command('remove').description('believe no token of an issuer, at once, on every node'))
    .argument('<issuer>', 'its URL or its number, as `issuer list` has them')
    .addOption(reasonOption('its signing key is lost'))
    .addHelpText('after', REMOVE_HELP)
    .action(async (named: string, options: CommonOptions & { reason: string }, command: Command) => {
      const { as, json, reason } = options;
      const step = nextStep({
        401: 'if your own sign-in is by this issuer, it is removed already',
        404: `give the number that it has in: ${nextCommand('issuer list', as)}`,
      });
      const result = await orUnknown(command, async () => {
        const client = await connect(as);
        const id = await findListedId(client, ISSUERS, named, as);
        const path = `/v1/issuers/${id}/remove`;
        return client.call<LoweringResult & SignInsLeft>('POST', path, { reason });
      }).catch(step);
      printResult(
        result,
        json === true,
        () => `issuer ${named} is removed; ${describeLowering(result)}${describeLeft(result)}`,
      );
    });
}

function describeLeft({ administratorsLeft, issuersLeft }: SignInsLeft): string {
  if (administratorsLeft > 0) return '';
  const who = issuersLeft === 0 ? 'NOBODY CAN SIGN IN ANY MORE' : 'NO ADMINISTRATOR CAN SIGN IN ANY MORE';
  return `\n${who}: the owner of the database must register an issuer`;
}
