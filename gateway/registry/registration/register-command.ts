/** `register FILE`: registers issuers, agencies, persons and clients, the first ones and later ones. */

import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { parseOri } from '../../../sharing-rules/terms/ori.ts';
import { ROLES } from '../../../sharing-rules/terms/roles.ts';
import { jsonOption } from '../../cli/client-options.ts';
import { commandConfig } from '../../cli/command-config.ts';
import { ownerAddresses } from '../../cli/database-addresses.ts';
import { administratorsCommand, nextCommand, quoted } from '../../cli/next-command.ts';
import { printResult } from '../../cli/print-result.ts';
import { PLAIN_WIDTH } from '../../cli/table-of.ts';
import { wrapped } from '../../cli/wrapped.ts';
import { connectPool } from '../../database/db.ts';
import { inDatabase } from '../../database/in-database.ts';
import { findNodes } from '../../release/lease/nodes-store.ts';
import { readRegistration } from './read-registration.ts';
import { type Registered, register } from './register.ts';

interface RegisterCommandOptions {
  readonly colorado?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

const ABOUT_MEMBERS =
  "`assertsRoles` is for the owner's own issuer, the only one behind roles, one a person: " +
  `${ROLES.join(', ')}. With a role goes an \`employeeId\`, which no other active person of the agency has. ` +
  "A person registered without one is given it. An `email` is where notices are sent by mail; another one replaces it. `actsFor` is null for a partner's system.";

const HELP = `
Works on the database as its owner, like \`migrate\`. What is missing is added;
what is there and the same stays; if anything differs, or was removed, nothing
is registered and each difference is named. It writes entries to the log, as
\`agencies add\` does. If no node has run yet, set LOG_ORIGIN as
for \`serve\`.

A file has any of these lists; an agency has the members that
\`POST /v1/agencies\` takes, and a partner that is active a "roster" too:
how many officers it has declared:
  { "issuers":  [{ "issuer": "https://id.example",
                   "jwksUri": "https://id.example/jwks",
                   "assertsRoles": true }],
    "agencies": [{ "ori": "CO0010300",
                   "name": "Commerce City Police Department",
                   "class": "municipal", "state": "CO", "county": "Adams",
                   "boundByArticle74": true, "has287g": false,
                   "federalMembers": false, "status": "active" }],
    "persons":  [{ "issuer": "https://id.example", "subject": "jane",
                   "name": "Jane Example", "ori": "CO0010300",
                   "roles": ["sharing_admin"], "employeeId": "E-1001" }],
    "clients":  [{ "issuer": "https://id.example", "clientId": "jane-cli",
                   "ori": "CO0010300", "actsFor": "jane" }] }
${wrapped(ABOUT_MEMBERS, PLAIN_WIDTH)}

It makes no grant: that takes two persons. But the owner of the database can
register a client for an agency whose grant is in force, or two persons. Keep
that role's password apart from the gateway's.

Example:
  npm run gateway -- register registry.json --colorado --dry-run`;

export function registerCommand(): Command {
  return new Command('register')
    .argument('[file]', 'file of what to register')
    .option(
      '--colorado',
      "with Colorado's agencies as drafts: an administrator confirms each (`agencies change`)",
    )
    .option('--dry-run', 'say what it would do, and keep nothing')
    .addOption(jsonOption('{ issuers, agencies, persons, clients, colorado }, each { added, unchanged }'))
    .addHelpText('after', HELP)
    .action(async (path: string | undefined, { colorado, dryRun, json }: RegisterCommandOptions) => {
      if (path === undefined && colorado === undefined) throw new Error('name a file, or give --colorado');
      const { logOrigin, ownerOri } = commandConfig();
      const owner = parseOri(ownerOri);
      if (owner === null) throw new Error('OWNER_ORI must be an ORI of nine characters, e.g. CO0010300');
      const file = path === undefined ? {} : readRegistration(await readFile(path));
      const { gateway } = ownerAddresses();
      const pool = connectPool(gateway.url, { applicationName: 'gateway-register', max: 1 });
      const [registered, [node]] = await inDatabase(gateway, async () => {
        const done = await register({ pool, owner }, file, {
          ...(colorado ? { colorado: { confirmed: false, roster: 0 } } : {}),
          ...(dryRun ? { dryRun } : {}),
          ...(logOrigin === undefined ? {} : { logOrigin }),
        });
        return [done, await findNodes(pool, 1)] as const;
      }).finally(() => pool.end());
      printResult(registered, json === true, () => {
        if (!dryRun) return `${describe('registered:', registered)}\n${nextOf(node?.holds === true)}`;
        const words = [
          'register',
          ...(path === undefined ? [] : [quoted(path)]),
          ...(colorado ? ['--colorado'] : []),
        ];
        return `${describe('nothing is kept of this dry run:', registered)}\nnext, with the same settings: ${nextCommand(words.join(' '))}`;
      });
    });
}

function describe(title: string, registered: Registered): string {
  const lines = Object.entries(registered).flatMap(([kind, counts]) =>
    counts === null ? [] : [`${kind}: ${counts.added} added, ${counts.unchanged} there before`],
  );
  return [title, ...lines].join('\n  ');
}

function nextOf(aNodeRuns: boolean): string {
  return aNodeRuns
    ? `the nodes that run know it already; next, by two administrators, grant what shall share: ${administratorsCommand('grant propose --help')}`
    : `next, in a shell without the owner's passwords, start a node: ${nextCommand('serve')}`;
}
