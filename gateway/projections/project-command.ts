/** `audit project`: how far what is derived from the log is, whether it is what the log says, and building it again. */
import { Argument, Command, Option } from 'commander';
import type pg from 'pg';
import { counted } from '../../sharing-rules/text/counted.ts';
import { jsonOption } from '../cli/client-options.ts';
import { gatewayAddress } from '../cli/database-addresses.ts';
import { nextCommand } from '../cli/next-command.ts';
import { printResult } from '../cli/print-result.ts';
import { showProgress } from '../cli/show-progress.ts';
import { tableOf } from '../cli/table-of.ts';
import { connectPool } from '../database/db.ts';
import { inDatabase } from '../database/in-database.ts';
import type { Compared, Projection, ShowDone } from './projection.ts';
import { PROJECTIONS } from './projections.ts';
import { findStandings } from './projections-store.ts';

interface ProjectOptions {
  readonly verify?: true;
  readonly rebuild?: true;
  readonly json?: true;
}

/** Number of differences that are printed of each. */
const SHOWN = 10;

export function projectCommand(): Command {
  return new Command('project')
    .description(
      'what is derived from the log: how far it is, whether it is what the log says, and building it again',
    )
    .addArgument(
      new Argument('[name]', 'one of them; default: all').choices(PROJECTIONS.map(({ name }) => name)),
    )
    .addOption(new Option('--verify', 'make it again from the log, and compare').conflicts('rebuild'))
    .option('--rebuild', 'build it again from the log; the gateway goes on serving')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `\nSet DATABASE_URL to the gateway's own log-in, or leave the demo running. While the search is being built,
what needs it is answered 503 with how far it is; releases and revocations need none of it. Entries whose details
were erased by policy are left out, and named.
Exit code: 0 all as the log says, 1 something differs.

Example:
  npm run gateway -- audit project
  npm run gateway -- audit project --verify
  npm run gateway -- audit project --rebuild search`,
    )
    .action(async (name: string | undefined, options: ProjectOptions) => {
      const { json, rebuild, verify } = options;
      const address = gatewayAddress();
      // A count of the whole log is one statement.
      const pool = connectPool(address.url, {
        applicationName: 'gateway-project',
        max: 2,
        statementTimeout: 0,
      });
      const progress = showProgress('entries', json === true);
      const work = rebuild ? rebuilt : verify ? compared : standing;
      const named = PROJECTIONS.filter((one) => name === undefined || one.name === name);
      try {
        const show =
          (one: Projection): ShowDone =>
          (done, of) =>
            progress.update(done, of, one.name);
        const { projections, words } = await inDatabase(address, () => work(pool, named, show));
        progress.stop();
        printResult({ projections }, json === true, () => words);
      } finally {
        progress.stop();
        await pool.end();
      }
    });
}

type ShowOf = (one: Projection) => ShowDone;

interface Done {
  readonly projections: readonly object[];
  readonly words: string;
}

async function standing(pool: pg.Pool, named: readonly Projection[]): Promise<Done> {
  const projections = (await findStandings(pool)).filter((one) => named.some((of) => of.name === one.name));
  const rows = projections.map(({ head, lag, name, size }) => [
    ...[name, named.find((one) => one.name === name)?.holds],
    ...[size, head, `${lag.toFixed(1)} s`],
  ]);
  return { projections, words: tableOf(['name', 'holds', 'entries', 'of', 'behind'], rows) };
}

async function rebuilt(pool: pg.Pool, named: readonly Projection[], show: ShowOf): Promise<Done> {
  const projections: { readonly name: string; readonly entries: number }[] = [];
  for (const one of named) {
    projections.push({ name: one.name, entries: await one.rebuild(pool, show(one)) });
  }
  const words = projections.map(({ entries, name }) => `${name}: built of ${inWords(entries)}`);
  return { projections, words: words.join('\n') };
}

async function compared(pool: pg.Pool, named: readonly Projection[], show: ShowOf): Promise<Done> {
  const projections: (Compared & { readonly name: string })[] = [];
  for (const one of named) projections.push({ name: one.name, ...(await one.compare(pool, show(one))) });
  if (projections.some(({ differences }) => differences.length > 0)) process.exitCode = 1;
  return { projections, words: projections.map(comparedInWords).join('\n') };
}

const inWords = (entries: number) => counted(entries, 'entry', 'entries');

function comparedInWords({
  differences,
  entries,
  gone,
  is,
  name,
}: Compared & { readonly name: string }): string {
  const about = gone === null ? '' : `; ${gone}`;
  const of = `${name}: ${inWords(entries)}`;
  if (differences.length === 0) return `${of}, as the log says (${is.slice(0, 16)})${about}`;
  const named = differences
    .slice(0, SHOWN)
    .map(({ columns, index }) => `  ${index === null ? '' : `entry ${index}: `}${columns.join(', ')}`);
  const next = nextCommand(`audit project --rebuild ${name}`);
  return `${of}, ${counted(differences.length, 'difference')} from the log${about}:\n${named.join('\n')}\nKeep the database as it is for who looks into it, then: ${next}`;
}
