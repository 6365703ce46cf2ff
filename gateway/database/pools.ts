/** A node's connection pools, one for each group of users: a group that uses up its own pool cannot block the others. */
import type pg from 'pg';
import { type ConnectionOptions, connectPool } from './db.ts';

export interface Pools {
  /** Serves partners' requests and jobs. */
  readonly gateway: pg.Pool;
  /** Revokes, suspends and halts, with the sign-in for these, so that they never wait for other work. */
  readonly lowering: pg.Pool;
  /** Holds releases back, ends drains and the sessions that block a revocation, even while other revocations wait. */
  readonly draining: pg.Pool;
  /** Serves everything else that the owner's people do. */
  readonly administration: pg.Pool;
  /** Serves the public log, which anyone may read, and the public figures about it. */
  readonly log: pg.Pool;
  /** Serves auditors: see `PacedReading`. */
  readonly audit: pg.Pool;
  /** Serves the search for misuse: one connection reads, one writes reports. Its statements stay short. */
  readonly misuse: pg.Pool;
}

/** @param requireHeld see `PrimaryClientConfig`. The caller ends them. */
export function openPools(
  url: string,
  { requireHeld = false }: { readonly requireHeld?: boolean } = {},
): Pools {
  const connect = (options: ConnectionOptions) => connectPool(url, { ...options, requireHeld });
  return {
    gateway: connect({ applicationName: 'gateway', max: 6 }),
    lowering: connect({ applicationName: 'gateway-lowering', max: 6 }),
    draining: connect({ applicationName: 'gateway-draining', max: 4, min: 2 }),
    administration: connect({ applicationName: 'gateway-administration', max: 6 }),
    log: connect({ applicationName: 'gateway-log', max: 2 }),
    audit: connect({ applicationName: 'gateway-audit', max: 2, statementTimeout: 5_000 }),
    misuse: connect({ applicationName: 'gateway-misuse', max: 2, statementTimeout: 5_000 }),
  };
}
