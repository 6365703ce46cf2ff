/**
 * The log's rows: entries, checkpoints, tiles. All insert-only; how entries are appended is in `log-writer-store.ts`.
 */
import type { Queryable } from '../database/queryable.ts';
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

/** The newest committed head; null as long as there is no log. */
export async function findNewestHead(db: Queryable): Promise<StoredHead | null> {
  const { rows } = await db.query<{ size: number | string; root: Buffer; frontier: Buffer[] }>(
    'SELECT size, root, frontier FROM log_checkpoint ORDER BY size DESC LIMIT 1',
  );
  const row = rows[0];
  return row === undefined ? null : { size: Number(row.size), root: row.root, frontier: row.frontier };
}

/** The newest committed checkpoint; null as long as there is no log. */
export async function findNewestCheckpoint(db: Queryable): Promise<StoredCheckpoint | null> {
  const { rows } = await db.query<{ size: number | string; root: Buffer }>(
    'SELECT size, root FROM log_checkpoint ORDER BY size DESC LIMIT 1',
  );
  const row = rows[0];
  return row === undefined ? null : { size: Number(row.size), root: row.root };
}

/**
 * The root of the tree of this size; null where the log is not so long, or a head below is not that of its frontier. Of
 * what is older than a day few heads are kept: the root is computed from the last one before, and the entries after it.
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

/** Heads looked at in one statement. */
const THINNED_AT_ONCE = 5_000;

/**
 * Of the heads older than `keep` milliseconds, which are a day at least, the last of each full tile stays. Looks at the
 * next ones only; resolves to how many those were: 0 when all are thinned, or another session is at it.
 */
export async function thinCheckpoints(db: Queryable, keep: number): Promise<number> {
  const { rows } = await db.query<{ looked: number }>(
    `SELECT thin_log_checkpoints($1 * interval '1 millisecond', $2) AS looked`,
    [keep, THINNED_AT_ONCE],
  );
  return rows[0]?.looked ?? 0;
}

/** Size of the newest checkpoint that was committed at least `age` milliseconds ago; 0 if there is none. */
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
  /** Ms since that beat. */
  readonly age: number;
}

/**
 * The newest head that was committed before the last beat began, by the database's clock, so that all nodes have the same
 * one; the first head where there is none. Null as long as there is no log.
 * @param every seconds between beats @param settled seconds after which whatever was committed before a beat is seen
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

/** A row that a committed head stands for is not there: the log was altered. */
export class MissingEntriesError extends Error {
  readonly index: number;

  constructor(index: number) {
    super(`entry ${index} is missing from the log, though a head over it was committed: the log was altered`);
    this.index = index;
  }
}

/** INVARIANT: indices have no gaps, so that a range of the log has as many rows as it is long. */
function wholeRange<T extends { readonly index: number | string }>(rows: T[], from: number, to: number): T[] {
  if (rows.length === to - from) return rows;
  const missing = rows.findIndex(({ index }, i) => Number(index) !== from + i);
  throw new MissingEntriesError(from + (missing < 0 ? rows.length : missing));
}

/** Entry texts `from` (inclusive) to `to` (exclusive). @throws Error if one is missing. */
export async function findEntries(db: Queryable, from: number, to: number): Promise<string[]> {
  const { rows } = await db.query<{ index: number; entry: string }>(
    'SELECT index, entry FROM log_entry WHERE index >= $1 AND index < $2 ORDER BY index',
    [from, to],
  );
  return wholeRange(rows, from, to).map((row) => row.entry);
}

/** Leaf hashes `from` (inclusive) to `to` (exclusive). @throws Error if one is missing. */
export async function findLeafHashes(db: Queryable, from: number, to: number): Promise<Buffer[]> {
  const { rows } = await db.query<{ index: number; leaf_hash: Buffer }>(
    'SELECT index, leaf_hash FROM log_entry WHERE index >= $1 AND index < $2 ORDER BY index',
    [from, to],
  );
  return wholeRange(rows, from, to).map((row) => row.leaf_hash);
}

/** Leaf hashes of those of these entries that the log has, by index. */
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

/** Null where there is no such entry, or its details are not kept any more. */
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

/** Without a partition for the day no entry can be written, so a week is made ahead. */
export async function ensureAuditDays(db: Queryable): Promise<void> {
  await db.query(`SELECT ensure_audit_days((clock_timestamp() AT TIME ZONE 'UTC')::date, 8)`);
}

/** The hashes of a full tile, if they were computed before. */
export async function findTile(db: Queryable, level: number, tile: number): Promise<Buffer | null> {
  const { rows } = await db.query<{ hashes: Buffer }>(
    'SELECT hashes FROM log_tile WHERE level = $1 AND tile = $2',
    [level, tile],
  );
  return rows[0]?.hashes ?? null;
}

/** Keeps a full tile. Another node may have done so: a full tile never changes, so the first one stays. */
export async function insertTile(db: Queryable, level: number, tile: number, hashes: Buffer): Promise<void> {
  await db.query('INSERT INTO log_tile (level, tile, hashes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    level,
    tile,
    hashes,
  ]);
}
