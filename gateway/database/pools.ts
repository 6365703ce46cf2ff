/** A node's pools, apart by whom they serve: anyone who has all of one makes only their own kind wait. */
import type pg from 'pg';
import { connectPool } from './db.ts';

export interface Pools {
  /** Of partners' requests and of jobs. */
  readonly gateway: pg.Pool;
  /** What lowers a right, sign-in for it included, stands behind nothing else. */
  readonly lowering: pg.Pool;
  /** Ends the drains, and the sessions that stand in a revocation's way: behind no revocation that waits itself. */
  readonly draining: pg.Pool;
  /** Of the owner's people, for everything else. */
  readonly administration: pg.Pool;
  /** Of the public log, which anybody may read, as often as they like. */
  readonly log: pg.Pool;
  /** Of auditors: see `PacedReading`. */
  readonly audit: pg.Pool;
  /** Of the search for misuse: one reads, one writes reports. Its statements are short, whatever an agency did. */
  readonly misuse: pg.Pool;
}

/** The caller ends them. */
export function openPools(url: string): Pools {
  return {
    gateway: connectPool(url, { applicationName: 'gateway', max: 6 }),
    lowering: connectPool(url, { applicationName: 'gateway-lowering', max: 6 }),
    draining: connectPool(url, { applicationName: 'gateway-draining', max: 3 }),
    administration: connectPool(url, { applicationName: 'gateway-administration', max: 6 }),
    log: connectPool(url, { applicationName: 'gateway-log', max: 2 }),
    audit: connectPool(url, { applicationName: 'gateway-audit', max: 2, statementTimeout: 5_000 }),
    misuse: connectPool(url, { applicationName: 'gateway-misuse', max: 2, statementTimeout: 5_000 }),
  };
}
