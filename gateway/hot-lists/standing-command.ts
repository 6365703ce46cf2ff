/** `hot-list standing`: which standing queries of each agency today's rules would not take, so that it can be told. */
import { Command } from 'commander';
import type { Connect } from '../cli/client/connect.ts';
import { findGivenAgencyOri } from '../cli/client/find-agency.ts';
import { readPages, searchOf } from '../cli/client/read-pages.ts';
import { actAs, type ClientOptions, jsonOption, onlyAgencyOption } from '../cli/client-options.ts';
import { printResult } from '../cli/print-result.ts';
import { tableOf } from '../cli/table-of.ts';
import type { StandingToday } from './hits/standing-today-routes.ts';

export function standingCommand(connect: Connect): Command {
  return new Command('standing')
    .description(
      "partners' standing queries whose words today's rules would not take, by agency: after an upgrade, whom to tell",
    )
    .addOption(onlyAgencyOption())
    .addOption(actAs())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  npm run gateway -- hot-list standing')
    .action(async ({ agency, as, json }: ClientOptions & { agency?: string }) => {
      const client = await connect(as);
      const ori = await findGivenAgencyOri(client, agency, as);
      const path = `/v1/standing-queries/today${searchOf({ agency: ori, limit: '200' })}`;
      const all = await readPages<StandingToday>(client, path, 'standingQueries');
      const losing = all.filter(({ today }) => today.reasons.length > 0);
      printResult({ waiting: all.length, losing }, json === true, () => describe(losing, all.length));
    });
}

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
