/** Connections to PostgreSQL by knex, for migrations alone: it takes longer to load than most commands to run. */
import knex, { type Knex } from 'knex';
import { type ConnectionOptions, connectionSettings } from './db.ts';

/** A connection pool of knex, or a transaction of it. */
export type Db = Knex;

const noWords = () => undefined;

/** A knex instance; nothing is connected before the first query. The caller destroys it. */
export function connectKnex(url: string, options: ConnectionOptions): Db {
  return knex({
    client: 'pg',
    connection: { ...connectionSettings(url, options) } as Knex.PgConnectionConfig,
    pool: { min: 0, max: options.max ?? 10 },
    acquireConnectionTimeout: options.connectionTimeout ?? 5_000,
    // Its words quote statements, which hold passwords and values. What it throws is told once, by us.
    log: { warn: noWords, error: noWords, deprecate: noWords, debug: noWords },
  });
}
