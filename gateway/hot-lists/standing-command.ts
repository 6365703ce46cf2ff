/** `hot-list standing`: which standing queries of each agency today's rules would not take, so that it can be told. */
import type { Command } from 'commander';
import { part } from '../cli/administration/part.ts';
import { readList } from '../cli/administration/read-list.ts';
import type { Connect } from '../cli/client/connect.ts';
import { onlyAgencyOption } from '../cli/client-options.ts';
import { tableOf } from '../cli/table-of.ts';
import type { StandingToday } from './hits/standing-today-routes.ts';

export const standingCommand = (connect: Connect): Command =>
  part(connect, {
    name: 'standing',
    description:
      "partners' standing queries whose words today's rules would not take, by agency: after an upgrade, whom to tell",
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
