/** The lists themselves: their rows in `hot_list`. */
import { CHANNELS } from '../../database/channels.ts';
import { findRow, findRows, type Queryable } from '../../database/queryable.ts';
import type { Layout } from './layout.ts';
import type { RowCounts } from './row-counts.ts';

export interface HotList {
  readonly id: string;
  readonly name: string;
  /** The partner whose entries these are; null: the owner's own list. */
  readonly agencyId: number | null;
  readonly kind: 'imported' | 'standing';
  readonly layout: Layout | null;
  /** The purpose under which entries and hits leave; null if they stay with the owner. */
  readonly purpose: string | null;
  readonly version: string | null;
  readonly rulesRevision: string | null;
  readonly entries: number;
  readonly restricted: number;
  readonly counts: RowCounts | null;
  readonly importedAt: Date | null;
  /** The reason why the newest version waits for a person; null if it does not. */
  readonly asks: string | null;
  /** True if plates that cameras confuse are matched too; such a hit is marked "verify". */
  readonly lookalike: boolean;
}

const COLUMNS = `id, name, agency_id AS "agencyId", kind, layout, purpose, version, rules_revision AS "rulesRevision",
  entries, restricted, counts, imported_at AS "importedAt", asks, lookalike`;

export interface ListTerms {
  readonly name: string;
  /** Null for the entries of another gateway. */
  readonly layout: Layout | null;
  readonly zeroForO: boolean;
  readonly agencyId: number | null;
  readonly purpose: string | null;
}

/** Locks the list of that name, made if it is new, until the transaction ends: one change at a time. */
export async function lockList(trx: Queryable, terms: ListTerms): Promise<HotList> {
  const { name, layout, zeroForO, agencyId, purpose } = terms;
  await trx.query(
    `INSERT INTO hot_list (name, kind, layout, zero_for_o, agency_id, purpose)
     VALUES ($1, 'imported', $2, $3, $4, $5) ON CONFLICT (name) DO NOTHING`,
    [name, layout, zeroForO, agencyId, purpose],
  );
  const { rows } = await trx.query(`SELECT ${COLUMNS} FROM hot_list WHERE name = $1 FOR NO KEY UPDATE`, [
    name,
  ]);
  return rows[0] as HotList;
}

/** Locks the list of that name until the transaction ends; null if there is none. */
export const lockListByName = (trx: Queryable, name: string) =>
  findRow<HotList>(trx, `SELECT ${COLUMNS} FROM hot_list WHERE name = $1 FOR NO KEY UPDATE`, [name]);

export interface ListVersion {
  readonly version: string;
  readonly rulesRevision: string;
  readonly layout: Layout | null;
  readonly entries: number;
  readonly restricted: number;
  readonly counts: RowCounts;
}

/** Sets the version. `blocks_of` is for nodes of the version before, which compare with all entries. */
export async function setVersion(trx: Queryable, id: string, next: ListVersion): Promise<void> {
  const { version, rulesRevision, layout, entries, restricted, counts } = next;
  await trx.query(
    `UPDATE hot_list SET version = $2, rules_revision = $3, layout = $4, entries = $5, restricted = $6,
       counts = $7, blocks_of = NULL, imported_at = clock_timestamp(), asks = NULL WHERE id = $1`,
    [id, version, rulesRevision, layout, entries, restricted, JSON.stringify(counts)],
  );
}

export const findLists = (db: Queryable) =>
  findRows<HotList>(db, `SELECT ${COLUMNS} FROM hot_list ORDER BY name`);

export const findList = (db: Queryable, id: string) =>
  findRow<HotList>(db, `SELECT ${COLUMNS} FROM hot_list WHERE id = $1`, [id]);

/** Finds the list as it stands now, without waiting for an import that is under way. */
export const findListByName = (db: Queryable, name: string) =>
  findRow<HotList>(db, `SELECT ${COLUMNS} FROM hot_list WHERE name = $1`, [name]);

export interface ListSize {
  readonly id: string;
  /** The number of entries, restricted ones included. */
  readonly entries: number;
  /** Null if it never was imported. */
  readonly importedAt: Date | null;
}

export const findListSizes = (db: Queryable) =>
  findRows<ListSize>(
    db,
    'SELECT id, entries + restricted AS entries, imported_at AS "importedAt" FROM hot_list',
  );

/** Tells nodes of the version before, which hold the entries in memory, once the transaction is committed. */
export async function notifyList(trx: Queryable, id: string): Promise<void> {
  await trx.query(`SELECT pg_notify('${CHANNELS.hotList}', $1)`, [id]);
}

/** Sets how the list is matched from now on. Resolves to null if there is no such list. */
export const setLookalike = (trx: Queryable, id: string, lookalike: boolean) =>
  findRow<HotList>(trx, `UPDATE hot_list SET lookalike = $2 WHERE id = $1 RETURNING ${COLUMNS}`, [
    id,
    lookalike,
  ]);

/** Marks a version that needs a person, outside the import's transaction, which was rolled back. */
export async function setAsks(db: Queryable, name: string, asks: string): Promise<void> {
  await db.query('UPDATE hot_list SET asks = $2 WHERE name = $1', [name, asks]);
}
