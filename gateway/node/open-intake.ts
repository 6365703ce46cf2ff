/** Takes in pushed reads: connects to the store as its owner, and counts. */
import type pg from 'pg';
import { connectPool } from '../database/db.ts';
import { RefusedPushes, writeRefusedPushes } from '../registry/sources/refused-pushes.ts';
import { type LookUpSource, sourceLookUps } from '../registry/sources/source-look-ups.ts';
import type { TakePushDeps } from '../registry/sources/take-push.ts';
import type { Logger } from '../settings/logger.ts';
import { countPushesOf } from './metrics/count-pushes.ts';
import type { Metrics } from './metrics/create-metrics.ts';

export interface OpenedIntake extends Pick<TakePushDeps, 'onOutcome' | 'refused'> {
  readonly lookUpSource: LookUpSource;
  /** Null if the node has no log-in as the owner of the reads, and so takes none in. */
  readonly reads: pg.Pool | null;
  close(): Promise<void>;
}

/** Number of connections: pushes wait for each other here, so that partners' queries need not. */
const CONNECTIONS = 2;
/** Milliseconds; a vendor has given up by then. */
const STATEMENT_TIMEOUT = 10_000;

export interface IntakeOptions {
  /** Pool of the gateway's own database. */
  readonly pool: pg.Pool;
  readonly metrics: Pick<Metrics, 'registry'>;
  readonly log: Logger;
}

/** @param ownerUrl null if this node takes none in */
export function openIntake(ownerUrl: string | null, { log, metrics, pool }: IntakeOptions): OpenedIntake {
  const reads =
    ownerUrl === null
      ? null
      : connectPool(ownerUrl, {
          ...{
            applicationName: 'gateway-pushed-reads',
            max: CONNECTIONS,
            statementTimeout: STATEMENT_TIMEOUT,
          },
        });
  const refused = new RefusedPushes(pool);
  const writing = writeRefusedPushes(refused, log);
  return {
    ...{ reads, refused, lookUpSource: sourceLookUps(pool), onOutcome: countPushesOf(metrics.registry) },
    close: async () => {
      await writing.close();
      await reads?.end();
    },
  };
}
