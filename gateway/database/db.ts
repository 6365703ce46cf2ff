/** Connections to PostgreSQL by `pg`, for nodes and commands. */
import pg from 'pg';
import { PrimaryClient } from './primary-client.ts';

export interface ConnectionOptions {
  /** Shown in `pg_stat_activity`, so that an operator sees who holds what. */
  readonly applicationName: string;
  /** Most connections held; default 10. */
  readonly max?: number;
  /** The number of connections that are kept, once opened, while they are idle; default none. */
  readonly min?: number;
  /** Longest statement, ms; default 10 s, 0 for none. */
  readonly statementTimeout?: number;
  /** Longest wait for a connection, a new one or one of the pool, ms; default 5 s. */
  readonly connectionTimeout?: number;
  /** Longest wait for a lock, ms; default none but that of the statement. */
  readonly lockTimeout?: number;
  /** Longest pause inside an open transaction, ms; default 10 s. */
  readonly idleInTransactionTimeout?: number;
  /** See `PrimaryClientConfig`; pools and pipelined connections only. */
  readonly requireHeld?: boolean;
}

const INT8 = 20;
/** Milliseconds of silence after which a connection's other end is checked. */
const SILENT_FOR = 10_000;
/** Milliseconds to wait for an answer beyond the time that a statement may take. */
const ANSWER_MARGIN = 2_000;

/**
 * Reads `int8` as a number, refused beyond 2^53 rather than rounded; all other types as `pg` gives them
 * (`timestamptz` a Date, `date` and `numeric` need a cast in the statement).
 */
function databaseTypes(): pg.TypeOverrides {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) throw new RangeError(`int8 \`${text}\` is beyond the safe integers`);
    return value;
  });
  return types;
}

/** Returns a connection's settings, for a dedicated `new pg.Client({ ...connectionSettings(…) })` too. */
export function connectionSettings(url: string, options: ConnectionOptions): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: options.applicationName,
    statement_timeout: options.statementTimeout ?? 10_000,
    ...(options.lockTimeout === undefined ? {} : { lock_timeout: options.lockTimeout }),
    idle_in_transaction_session_timeout: options.idleInTransactionTimeout ?? 10_000,
    connectionTimeoutMillis: options.connectionTimeout ?? 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: SILENT_FOR,
    // Hashes are read as hexadecimal digits. Dates are compared with the database's own (`current_date`,
    // `::date`): everywhere the same day.
    options: '-c TimeZone=UTC -c bytea_output=hex',
    types: databaseTypes(),
  };
}

/**
 * Opens a pool of connections to the server that takes writes, none of them before the first query; the
 * caller ends it. It waits for an answer a little longer than a statement may take: a machine that is gone
 * says nothing, and no server time-out ends a COMMIT whose standby is gone.
 */
export function connectPool(url: string, options: ConnectionOptions): pg.Pool {
  const settings = connectionSettings(url, options);
  const { statement_timeout: longest } = settings;
  const answer = longest ? { query_timeout: longest + ANSWER_MARGIN } : {};
  const { max = 10, min = 0, requireHeld } = options;
  const pool = new pg.Pool({ ...settings, ...answer, max, min, ...{ Client: PrimaryClient, requireHeld } });
  // A lost idle connection is replaced at the next query, and that query fails if the database is gone.
  pool.on('error', () => undefined);
  // A connection lost in use fails its query as well; without a listener the event would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
