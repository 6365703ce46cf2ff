/** Tells how many servers hold what PostgreSQL calls committed: every answer of the gateway relies on it. */
import { DatabaseFault } from './in-database.ts';
import { COMMITS_ARE_HELD } from './primary-client.ts';
import type { Queryable } from './queryable.ts';

/**
 * `held`: PostgreSQL answers a COMMIT when a second server has it on its disk. `asynchronous`: a second server follows,
 * and may lack the newest. `alone`: nobody follows.
 */
export type Durability = 'held' | 'asynchronous' | 'alone';

export interface FoundDurability {
  readonly kind: Durability;
  /** The meaning, and what to do; null where it is held. */
  readonly says: string | null;
}

/** Followers that do not make a commit durable; their state is hidden from all but `pg_read_all_stats`. */
const FOUND = `
  SELECT ${COMMITS_ARE_HELD} AS held, current_setting('fsync') AS fsync,
    current_setting('full_page_writes') AS full_page_writes,
    current_setting('synchronous_commit') AS synchronous_commit,
    current_setting('synchronous_standby_names') AS standbys, f.followers, f.hidden, f.names
  FROM (SELECT count(*)::int AS followers, bool_or(state IS NULL) AS hidden,
      string_agg(DISTINCT quote_literal(application_name), ', ') AS names
    FROM pg_stat_replication WHERE state IS DISTINCT FROM 'backup') AS f`;

/** @throws Error for a database that may lose what it committed even where it survives; the database's error */
export async function findDurability(db: Queryable): Promise<FoundDurability> {
  const { rows } = await db.query(FOUND);
  const { fsync, full_page_writes, held, synchronous_commit, standbys, followers, hidden, names } = rows[0];
  if (fsync !== 'on' || full_page_writes !== 'on' || synchronous_commit === 'off') {
    throw new Error(
      'the database may lose committed entries: set `fsync`, `full_page_writes` and `synchronous_commit` to on',
    );
  }
  if (held) return { kind: 'held', says: null };
  if (standbys !== '') {
    const says = `\`synchronous_commit\` is \`${synchronous_commit}\`: a standby that takes over may lack the newest entries and revocations; set it to on`;
    return { kind: 'asynchronous', says };
  }
  if (followers === 0) {
    return {
      kind: 'alone',
      says:
        'one server alone holds the log: if it is lost, so is what was logged since the last backup; ' +
        'gateway/docs/database.md says how a second one holds each commit',
    };
  }
  const maybe = hidden ? ' (or is a backup: only `pg_read_all_stats` may see which)' : '';
  const says =
    `a standby follows asynchronously${maybe}, as ${names}: one that takes over may lack the newest entries and ` +
    'revocations; name it in `synchronous_standby_names`, or let it never take over';
  return { kind: 'asynchronous', says };
}

/** Checks durability when a node starts. @throws DatabaseFault where commits must be held and are not */
export async function checkDurability(
  db: Queryable,
  { required = false, probe = waitUntilHeld }: CheckOptions = {},
): Promise<FoundDurability> {
  const found = await findDurability(db);
  if (!required) return found;
  if (found.says !== null) throw notHeld(found.says);
  await probe(db).catch((cause) => {
    throw notHeld(
      'no server that `synchronous_standby_names` names confirms a commit; start it, or look into its log',
      cause,
    );
  });
  return found;
}

export interface CheckOptions {
  /** `REQUIRE_SYNCHRONOUS_COMMIT`. */
  readonly required?: boolean;
  /** Commits something, and waits until it is held. */
  readonly probe?: (db: Queryable) => Promise<void>;
}

function notHeld(why: string, cause?: unknown): DatabaseFault {
  const begin = 'REQUIRE_SYNCHRONOUS_COMMIT is true, and a second server does not hold what is committed';
  return new DatabaseFault(`${begin}: ${why}`, true, cause);
}

/**
 * Resolves once everything that the database shows now is held by as many servers as its settings demand.
 * After a crash and restart, a server may be alone with what it shows: its standby has not heard of it yet.
 */
export async function waitUntilHeld(db: Queryable): Promise<void> {
  // A transaction waits for the standby only if it has written something: this writes into the WAL alone.
  await db.query(
    "SELECT pg_logical_emit_message(true, 'alpr', '') WHERE current_setting('synchronous_standby_names') <> ''",
  );
}
