/** `hot-list`: import, fetch, exchange and look at hot lists. */
import { Command } from 'commander';
import { part } from '../cli/administration/part.ts';
import { readList } from '../cli/administration/read-list.ts';
import { type Connect, GRANTS } from '../cli/client/connect.ts';
import { actAs, type ClientOptions, jsonOption, onlyAgencyOption } from '../cli/client-options.ts';
import { printResult } from '../cli/print-result.ts';
import { tableOf, tableOfRows } from '../cli/table-of.ts';
import type { Columns } from '../http/schemas/terms.ts';
import { endpointCommand } from './delivery/endpoint-command.ts';
import { pushCommand } from './delivery/push-command.ts';
import type { StandingToday } from './hits/standing-today-routes.ts';
import { importCommand } from './import/import-command.ts';
import { findListView, type ListView, readLists } from './lists/list-view.ts';
import { sourceCommand } from './sources/source-command.ts';
import { syncCommand } from './sources/sync-command.ts';
import { statusCommand } from './status-command.ts';

export function hotListCommand(connect: Connect): Command {
  return new Command('hot-list')
    .addCommand(importCommand())
    .addCommand(syncCommand(connect))
    .addCommand(listCommand(connect))
    .addCommand(statusCommand(connect))
    .addCommand(standingCommand(connect))
    .addCommand(boardCommand(connect))
    .addCommand(sourceCommand(connect))
    .addCommand(pushCommand(connect))
    .addCommand(endpointCommand(connect))
    .addCommand(lookalikeCommand(connect));
}

const listCommand = part({
  name: 'list',
  description: 'the lists in force',
  example: 'hot-list list',
  as: 'acts',
  work: async ({ client }) => {
    const lists = await readLists(client);
    return { result: { hotLists: lists }, say: () => tableOfRows(COLUMNS, lists) };
  },
});

const COLUMNS: Columns<ListView> = {
  list: ({ name }) => name,
  entries: ({ entries }) => entries,
  'imported (UTC)': ({ importedAt }) => importedAt?.slice(0, 16).replace('T', ' ') ?? 'never',
  purpose: ({ purpose }) => purpose ?? 'stays with the owner',
  'look-alike': ({ lookalike }) => (lookalike ? 'yes, verify' : 'no'),
  id: ({ id }) => id,
};

function lookalikeCommand(connect: Connect): Command {
  return new Command('lookalike')
    .description(
      'match plates that cameras confuse too (O/0, I/1, B/8, S/5, D/0, 2/Z); each such hit says "verify"',
    )
    .argument('<list>', 'name of the list')
    .argument('<on|off>')
    .addOption(actAs())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- hot-list lookalike ncic on')
    .action(async (name: string, state: string, { as, json }: ClientOptions) => {
      if (state !== 'on' && state !== 'off') throw new Error('say `on` or `off`');
      const client = await connect(as, state === 'on' ? GRANTS : undefined);
      const { id } = await findListView(client, name);
      const list = await client.call<ListView>('PATCH', `/v1/hot-lists/${id}`, { lookalike: state === 'on' });
      printResult(list, json === true, () =>
        list.lookalike
          ? `${name}: look-alike plates are matched, and their hits say "verify"`
          : `${name}: only the plate itself is matched`,
      );
    });
}

function boardCommand(connect: Connect): Command {
  return new Command('board')
    .description(
      'a link that opens the board of jobs in a browser: good for a minute, and then a quarter of an hour',
    )
    .addOption(actAs())
    .addOption(jsonOption('{ url, expiresAt }'))
    .addHelpText('after', '\nExample:\n  npm run gateway -- hot-list board')
    .action(async ({ as, json }: ClientOptions) => {
      const client = await connect(as);
      const pass = await client.call<{ url: string; expiresAt: string }>('POST', '/v1/board-passes');
      printResult(pass, json === true, () => pass.url);
    });
}

const standingCommand = part({
  name: 'standing',
  description:
    "partners' standing queries that today's rules would refuse, by agency: whom to tell after an upgrade",
  options: (command) => command.addOption(onlyAgencyOption()),
  example: 'hot-list standing',
  as: 'acts',
  work: async (asked) => {
    const member = 'standingQueries';
    const all = await readList<StandingToday>(asked, { path: '/v1/standing-queries/today', member });
    const losing = all.filter(({ today }) => today.reasons.length > 0);
    return { result: { waiting: all.length, losing }, say: () => describe(losing, all.length) };
  },
});

function describe(losing: readonly StandingToday[], waiting: number): string {
  if (losing.length === 0) return `today's rules take all ${waiting} standing queries that wait`;
  const table = tableOf(
    ['agency', 'entry', 'purpose', 'until (UTC)', 'now', 'today it would be refused for'],
    losing.map(({ agency, expiresAt, id, purpose, today }) => [
      ...[agency, id, purpose, expiresAt.slice(0, 16).replace('T', ' ')],
      today.ends ? 'ended: prohibited' : 'told until its end',
      today.reasons.map(({ code, detail }) => (detail ? `${code}: ${detail}` : code)),
    ]),
  );
  return [
    table,
    `${losing.length} of ${waiting}. Tell each agency its entries, as \`GET /v1/standing-queries\` does: to go on after`,
    'its end, an officer enters one with `purpose.incident`, which needs no words.',
  ].join('\n');
}
