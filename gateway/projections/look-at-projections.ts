/** Tells how far the projections are, compares them with the log, or builds them again, and prints what came of it. */
import type pg from 'pg';
import { counted } from '../../sharing-rules/text/counted.ts';
import { nextCommand } from '../cli/next-command.ts';
import { printResult } from '../cli/print-result.ts';
import { showProgress } from '../cli/show-progress.ts';
import { tableOf } from '../cli/table-of.ts';
import type { DatabaseAddress } from '../database/database-address.ts';
import { connectPool } from '../database/db.ts';
import { inDatabase } from '../database/in-database.ts';
import type { Compared, Difference, Projection, ShowDone } from './projection.ts';
import { PROJECTIONS } from './projections.ts';
import { findStandings } from './projections-store.ts';

export interface ProjectOptions {
  readonly verify?: true;
  readonly rebuild?: true;
  readonly json?: true;
}

/** Number of differences that are printed of each. */
const SHOWN = 10;

/** @param name of one of them; undefined: all. Exit code 1 where something differs. @throws DatabaseFault */
export async function lookAtProjections(
  address: DatabaseAddress,
  name: string | undefined,
  { json, rebuild, verify }: ProjectOptions,
): Promise<void> {
  // A count of the whole log is one statement.
  const pool = connectPool(address.url, { applicationName: 'gateway-project', max: 2, statementTimeout: 0 });
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

const inRow = (row: Difference['row'] = {}) =>
  Object.keys(row).length === 0 ? '' : `${Object.values(row).filter(Boolean).join(', ')}: `;

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
    .map(
      ({ columns, index, row }) =>
        `  ${index === null ? inRow(row) : `entry ${index}: `}${columns.join(', ')}`,
    );
  const next = nextCommand(`audit project --rebuild ${name}`);
  return `${of}, ${counted(differences.length, 'difference')} from the log${about}:\n${named.join('\n')}\nKeep the database as it is for who looks into it, then: ${next}`;
}
