/**
 * What is derived from the log, altered in every column by the database's owner; so is what it is derived from, of
 * every kind of entry. `audit project --verify` must name each, and the follower what it had not read yet.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { connectPool } from '../../../gateway/database/db.ts';
import type { DatabaseUrls } from '../../../gateway/demo/provision-databases.ts';
import { NUMBERS } from '../../../gateway/projections/numbers.ts';
import type { Difference } from '../../../gateway/projections/projection.ts';
import { SEARCH } from '../../../gateway/projections/search.ts';
import { countNumbers } from '../../setup/count-numbers.ts';
import {
  alterColumn,
  type Column,
  columnsOf,
  dropConstraints,
  isNamed,
  otherThan,
} from '../../setup/database/alter-columns.ts';
import { copyDataDir } from './base-log.ts';
import { openScratch } from './scratch.ts';
import type { Place } from './tamper-with.ts';
import type { Scratch } from './tampering.ts';

export interface Named {
  readonly name: string;
  readonly does: string;
  readonly altered: number;
  readonly named: number;
  /** What is not named, or is named and was not altered. */
  readonly missed: readonly string[];
}

/** What an entry's row is made of. */
const DETAILS = ['asker_salt', 'asker_detail', 'owner_salt', 'owner_detail', 'kind', 'at'];
/** Ms in which a follower that begins anew says what is altered. */
const TELLS_WITHIN = 60_000;

async function inTurn<T, R>(all: readonly T[], act: (one: T, place: number) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const [place, one] of all.entries()) done.push(await act(one, place));
  return done;
}

const counted = (altered: readonly string[], missed: readonly string[]) => ({
  ...{ altered: altered.length, missed },
  named: Math.max(altered.length - missed.length, 0),
});
const word = ({ column, table }: Column) => `${table}.${column}`;

interface Hands {
  readonly owner: pg.Pool;
  /** By the command, as an operator calls it. */
  verify(name: string): Promise<readonly Difference[]>;
}

export async function tamperWithProjections(place: Place): Promise<Named[]> {
  const databases = await place.scene.copyDatabases(place.base.databases);
  const owner = new pg.Pool({ connectionString: databases.gatewayOwnerUrl, max: 4 });
  owner.on('error', () => undefined);
  const pool = connectPool(databases.gatewayUrl, { applicationName: 'tamper' });
  const verify: Hands['verify'] = async (name) => {
    const words = ['audit', 'project', name, '--verify', '--json'];
    const { output } = await place.scene.command(words, { DATABASE_URL: databases.gatewayUrl });
    return JSON.parse(output.slice(output.indexOf('{'))).projections[0].differences;
  };
  const hands = { owner, verify };
  try {
    const scratch = await openScratch(owner);
    await dropConstraints(owner, [...SEARCH.tables, ...NUMBERS.tables, 'audit_detail', 'log_entry']);
    await countNumbers(pool);
    // What was asked today is told as well, but for the one release to an agency: each table has a row.
    await owner.query('SELECT tell_days(current_date)');
    const named = [await alterSearch(hands), await alterNumbers(hands), await alterDetails(hands)];
    const unread = await alterBeforeItIsRead(hands, databases, { ...place, restore: scratch.restore });
    return [...named, unread];
  } finally {
    await Promise.all([owner.end(), pool.end()]);
  }
}

/** Each column in another row. */
async function alterSearch({ owner, verify }: Hands): Promise<Named> {
  const columns = await columnsOf(owner, SEARCH.tables);
  const altered = await inTurn(columns, (column, i) => alterColumn(owner, column, i));
  const found = await verify('search');
  const missed = altered.filter((one) => {
    const those = found.filter(({ index }) => ((index as number) - (one.index as number)) % 1_000_000 === 0);
    return !isNamed(one, those);
  });
  await inTurn(altered, ({ undo }) => undo());
  const does = 'each column of what is searched is altered, in one entry each';
  return { name: 'search', does, ...counted(altered.map(word), missed.map(word)) };
}

/** One column of each table at a time: the tables have few rows. */
async function alterNumbers({ owner, verify }: Hands): Promise<Named> {
  const columns = await columnsOf(owner, NUMBERS.tables);
  const left = new Map(NUMBERS.tables.map((table) => [table, columns.filter((of) => of.table === table)]));
  const missed: string[] = [];
  while ([...left.values()].some(({ length }) => length > 0)) {
    const next = [...left.values()].flatMap((those) => those.splice(0, 1));
    const altered = await inTurn(next, (column) => alterColumn(owner, column));
    const found = await verify('numbers');
    for (const one of altered) {
      const those = found.filter((of) => of.columns[0]?.startsWith(`${one.table}.`));
      if (!isNamed(one, those)) missed.push(word(one));
      await one.undo();
    }
  }
  return {
    name: 'numbers',
    does: 'each column of what is counted is altered',
    ...counted(columns.map(word), missed),
  };
}

/** Alters a column of the newest entry of each kind; resolves to these entries. */
async function alterEachKind(owner: pg.Pool, one: Column) {
  const { rows } = await owner.query(
    `SELECT DISTINCT ON (d.kind) d.index, t."${one.column}"::text AS was FROM audit_search d
     JOIN ${one.table} t ON t.index = d.index ORDER BY d.kind, d.index DESC`,
  );
  const entries = rows.map(({ index }) => Number(index)).sort((a, b) => a - b);
  await owner.query(
    `UPDATE ${one.table} SET "${one.column}" = ${otherThan(one)} WHERE index = ANY ($1::bigint[])`,
    [entries],
  );
  const undo = () =>
    inTurn(rows, ({ index, was }) =>
      owner.query(`UPDATE ${one.table} SET "${one.column}" = $2::${one.type} WHERE index = $1`, [index, was]),
    );
  return { entries, undo: async () => void (await undo()) };
}

async function alterDetails({ owner, verify }: Hands): Promise<Named> {
  const [altered, missed]: [string[], string[]] = [[], []];
  const columns = await columnsOf(owner, ['audit_detail', 'log_entry']);
  for (const column of columns.filter((of) => DETAILS.includes(of.column) || of.column === 'entry')) {
    const { entries, undo } = await alterEachKind(owner, column);
    const found = (await verify('search')).map(({ index }) => index);
    altered.push(...entries.map((index) => `${word(column)} of ${index}`));
    missed.push(
      ...entries.filter((index) => !found.includes(index)).map((index) => `${word(column)} of ${index}`),
    );
    const others = found.filter((index) => !entries.includes(index as number));
    missed.push(...others.map((index) => `entry ${index}, which was not altered`));
    await undo();
  }
  const does = 'the text and each part of the details is altered, in an entry of each kind';
  return { name: 'details', does, ...counted(altered, missed) };
}

/** As if it had not read them: it begins anew. */
async function alterBeforeItIsRead(
  { owner }: Hands,
  databases: DatabaseUrls,
  { base, directory, restore, scene }: Place & Pick<Scratch, 'restore'>,
): Promise<Named> {
  const [column] = (await columnsOf(owner, ['audit_detail'])).filter((of) => of.column === 'owner_detail');
  const { entries } = await alterEachKind(owner, column as Column);
  await owner.query('SELECT rebuild_search()');
  await restore();
  const dataDir = join(directory, 'projections');
  await copyDataDir(base.dataDir, dataDir);
  const { node } = await scene.gatewayOn(databases, {}, dataDir);
  const until = performance.now() + TELLS_WITHIN;
  const told = () =>
    [...node.program.output().matchAll(/"entries":\[([\d,]+)\]/g)].flatMap(([, said]) =>
      (said as string).split(',').map(Number),
    );
  while (performance.now() < until && !entries.every((index) => told().includes(index))) await pause(100);
  const of = (index: number) => `entry ${index}`;
  const missed = [
    ...entries.filter((index) => !told().includes(index)).map(of),
    ...told()
      .filter((index) => !entries.includes(index))
      .map(of),
  ];
  await node.program.stop();
  const does = 'details of each kind are altered before the follower reads them: it tells';
  return { name: 'unread', does, ...counted(entries.map(of), missed) };
}
