/** Names what a store needs of a pool or a connection. */
import type pg from 'pg';

export type Queryable = Pick<pg.Pool, 'query'>;
