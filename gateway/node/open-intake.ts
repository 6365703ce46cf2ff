/** Pushed reads, as a node takes them in: the store as its owner, and what is counted. */
import type pg from 'pg';
import { connectPool } from '../database/db.ts';
import type { TakePushDeps } from '../registry/sources/take-push.ts';
import { countPushesOf } from './metrics/count-pushes.ts';
import type { Metrics } from './metrics/create-metrics.ts';

export interface OpenedIntake extends Pick<TakePushDeps, 'onOutcome'> {
  /** Null where the node has no log-in of the owner of the reads: it takes none in. */
  readonly reads: pg.Pool | null;
  close(): Promise<void>;
}

/** Pushes wait for each other here, so that partners' queries do not wait for them. */
const CONNECTIONS = 2;
/** Ms; a vendor has given up by then. */
const STATEMENT_TIMEOUT = 10_000;

export function openIntake(ownerUrl: string | null, { registry }: Pick<Metrics, 'registry'>): OpenedIntake {
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
  return { reads, onOutcome: countPushesOf(registry), close: async () => void (await reads?.end()) };
}
