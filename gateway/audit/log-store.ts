/** Reads and keeps the log's rows, which are insert-only; `log-writer-store.ts` appends entries. */
import { findValue, type Queryable } from '../database/queryable.ts';
import type { SaltedDetail } from './log-entry.ts';
import { appendLeaves, emptyRoot, isRootOf } from './merkle.ts';

/** The tree at a commit. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Buffer;
}

/** The tree at a commit, with the right edge from which it grows: roots of its complete subtrees, largest first. */
export interface StoredHead extends StoredCheckpoint {
  readonly frontier: readonly Buffer[];
}

/** Returns the newest committed head, or null before there is a log. */
export async function findNewestHead(db: Queryable): Promise<StoredHead | null> {
  const { rows } = await db.query<{ size: number | string; root: Buffer; frontier: Buffer[] }>(
    'SELECT size, root, frontier FROM log_checkpoint ORDER BY size DESC LIMIT 1',
  );
  const row = rows[0];
  return row === undefined ? null : { size: Number(row.size), root: row.root, frontier: row.frontier };
}

/** Returns the newest committed checkpoint, or null before there is a log. */
export async function findNewestCheckpoint(db: Queryable): Promise<StoredCheckpoint | null> {
  const { rows } = await db.query<{ size: number | string; root: Buffer }>(
    'SELECT size, root FROM log_checkpoint ORDER BY size DESC LIMIT 1',
  );
  const row = rows[0];
  return row === undefined ? null : { size: Number(row.size), root: row.root };
}

/**
 * Returns the root of the tree of this size; null if the log is shorter, or a head contradicts its frontier.
 * Few heads older than a day are kept: the root is computed from the last one before it.
 */
export async function findRootAt(db: Queryable, size: number): Promise<Buffer | null> {
  const { rows } = await db.query<{ size: number | string; root: Buffer; frontier: Buffer[]; long: boolean }>(
    `SELECT size, root, frontier, EXISTS (SELECT FROM log_entry WHERE index = $1 - 1) AS long
     FROM (SELECT size, root, frontier FROM log_checkpoint WHERE size <= $1
       UNION ALL SELECT 0, $2::bytea, '{}'::bytea[]) AS head ORDER BY size DESC LIMIT 1`,
    [size, emptyRoot],
  );
  const { frontier, long, root, size: known } = rows[0] as (typeof rows)[number];
  const from = Number(known);
  if (from === size) return root;
  if (!long) return null;
  if (!isRootOf(root, frontier, from)) return null;
  const leaves = await findLeafHashes(db, from, size).catch((error) => {
    if (error instanceof MissingEntriesError) return null;
    throw error;
  });
  return leaves === null ? null : appendLeaves(frontier, from, leaves).root;
}

/** The most heads that one statement looks at. */
const THINNED_AT_ONCE = 5_000;

/**
 * Deletes the heads older than `keep` milliseconds (at least a day), except the last of each full tile. Looks
 * at one batch only; resolves to its size: 0 when all are thinned, or another session is at it.
 */
export const thinCheckpoints = async (db: Queryable, keep: number) =>
  (await findValue<number>(db, `SELECT thin_log_checkpoints($1 * interval '1 millisecond', $2) AS looked`, [
    keep,
    THINNED_AT_ONCE,
  ])) ?? 0;

/** Returns the size of the newest checkpoint at least `age` milliseconds old; 0 if there is none. */
export async function findSizeAged(db: Queryable, age: number): Promise<number> {
  const { rows } = await db.query<{ size: number | string }>(
    `SELECT size FROM log_checkpoint
      WHERE committed_at <= clock_timestamp() - $1 * interval '1 millisecond'
      ORDER BY committed_at DESC, size DESC LIMIT 1`,
    [age],
  );
  return Number(rows[0]?.size ?? 0);
}

/** The head with which the last beat ended. */
export interface HeadOfBeat extends StoredHead {
  /** Milliseconds since that beat. */
  readonly age: number;
}

/**
 * Returns the newest head committed before the last beat began, by the database's clock, so that all nodes
 * have the same one; the first head if there is none; null before there is a log.
 * @param every seconds between beats @param settled seconds after which commits from before a beat are seen
 */
export async function findHeadOfBeat(
  db: Queryable,
  every: number,
  settled: number,
): Promise<HeadOfBeat | null> {
  const { rows } = await db.query<{ size: string; root: Buffer; frontier: Buffer[]; age: number }>(
    `WITH clock AS (SELECT extract(epoch FROM clock_timestamp())::float8 AS now),
       beat AS (SELECT now, floor((now - $2) / $1) * $1 AS at FROM clock)
     SELECT c.size, c.root, c.frontier, (beat.now - beat.at) * 1000 AS age FROM beat, LATERAL (
       (SELECT size, root, frontier FROM log_checkpoint WHERE committed_at <= to_timestamp(beat.at)
         ORDER BY committed_at DESC, size DESC LIMIT 1)
       UNION ALL (SELECT size, root, frontier FROM log_checkpoint ORDER BY size LIMIT 1)
       ORDER BY size DESC LIMIT 1) AS c`,
    [every, settled],
  );
  const row = rows[0];
  return row === undefined ? null : { ...row, size: Number(row.size) };
}

/** Thrown when a row below a committed head is missing: the log was altered. */
export class MissingEntriesError extends Error {
  readonly index: number;

  constructor(index: number) {
    super(`entry ${index} is missing from the log, though a head over it was committed: the log was altered`);
    this.index = index;
  }
}

/** Throws if a row is missing. INVARIANT: indices have no gaps, so a range of n has n rows. */
function wholeRange<T extends { readonly index: number | string }>(rows: T[], from: number, to: number): T[] {
  if (rows.length === to - from) return rows;
  const missing = rows.findIndex(({ index }, i) => Number(index) !== from + i);
  throw new MissingEntriesError(from + (missing < 0 ? rows.length : missing));
}

/** Returns entry texts `from` (inclusive) to `to` (exclusive). @throws Error if one is missing. */
export async function findEntries(db: Queryable, from: number, to: number): Promise<string[]> {
  const { rows } = await db.query<{ index: number; entry: string }>(
    'SELECT index, entry FROM log_entry WHERE index >= $1 AND index < $2 ORDER BY index',
    [from, to],
  );
  return wholeRange(rows, from, to).map((row) => row.entry);
}

/** Returns leaf hashes `from` (inclusive) to `to` (exclusive). @throws Error if one is missing. */
export async function findLeafHashes(db: Queryable, from: number, to: number): Promise<Buffer[]> {
  const { rows } = await db.query<{ index: number; leaf_hash: Buffer }>(
    'SELECT index, leaf_hash FROM log_entry WHERE index >= $1 AND index < $2 ORDER BY index',
    [from, to],
  );
  return wholeRange(rows, from, to).map((row) => row.leaf_hash);
}

/** Returns, by index, the leaf hashes of those of these entries that the log has. */
export async function findLeavesAt(
  db: Queryable,
  indices: readonly number[],
): Promise<ReadonlyMap<number, Buffer>> {
  const { rows } = await db.query<{ index: number | string; leaf_hash: Buffer }>(
    'SELECT index, leaf_hash FROM log_entry WHERE index = ANY ($1)',
    [indices],
  );
  return new Map(rows.map(({ index, leaf_hash: leaf }) => [Number(index), leaf]));
}

/** An entry with its details, as a receipt discloses them. */
export interface WholeEntry {
  readonly entry: string;
  readonly leafHash: Buffer;
  readonly asker: SaltedDetail;
  readonly owner: SaltedDetail;
}

const WHOLE_ENTRY = `
  SELECT e.entry, e.leaf_hash AS "leafHash", d.asker_salt, d.asker_detail, d.owner_salt, d.owner_detail
  FROM log_entry e JOIN audit_detail d
    ON d.index = e.index AND d.day = to_date(substr(e.entry::json ->> 'minute', 1, 10), 'YYYY-MM-DD')
  WHERE e.index = $1`;

/** Returns an entry with its details; null if there is no such entry, or its details are no longer kept. */
export async function findWholeEntry(db: Queryable, index: number): Promise<WholeEntry | null> {
  const { rows } = await db.query(WHOLE_ENTRY, [index]);
  const row = rows[0];
  if (row === undefined) return null;
  return {
    entry: row.entry,
    leafHash: row.leafHash,
    asker: { salt: row.asker_salt, detail: row.asker_detail },
    owner: { salt: row.owner_salt, detail: row.owner_detail },
  };
}

/** Makes a week of daily partitions ahead: without one for the day no entry can be written. */
export async function ensureAuditDays(db: Queryable): Promise<void> {
  await db.query(`SELECT ensure_audit_days((clock_timestamp() AT TIME ZONE 'UTC')::date, 8)`);
}

/** Returns the hashes of a full tile, or null if they have not been computed yet. */
export const findTile = (db: Queryable, level: number, tile: number) =>
  findValue<Buffer>(db, 'SELECT hashes FROM log_tile WHERE level = $1 AND tile = $2', [level, tile]);

/** Keeps a full tile. Another node may have done so: a full tile never changes, so the first one stays. */
export async function insertTile(db: Queryable, level: number, tile: number, hashes: Buffer): Promise<void> {
  await db.query('INSERT INTO log_tile (level, tile, hashes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    level,
    tile,
    hashes,
  ]);
}
