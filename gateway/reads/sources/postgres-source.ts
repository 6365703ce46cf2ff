/** The agency's own store as a source of reads: any PostgreSQL with the view `shared_read`. */
import type pg from 'pg';
import type { LookUpQueue } from '../look-up-queue.ts';
import { findShared } from '../shared-reads-store.ts';
import type { ReadsSource } from './reads-source.ts';

export interface PostgresSourceOptions {
  readonly pool: pg.Pool;
  readonly lookUps: LookUpQueue;
  /** @throws as long as no read can be looked up */
  readonly check: () => Promise<void>;
}

export function openPostgresSource({ check, lookUps, pool }: PostgresSourceOptions): ReadsSource {
  return {
    name: 'postgres',
    asksOutside: false,
    find: (query) => lookUps.lookUp(query),
    findShared: (reads) => findShared(pool, reads),
    check,
    close: lookUps.close,
  };
}
