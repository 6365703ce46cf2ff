/** The dependencies of the jobs of hot lists. */
import type pg from 'pg';
import type { TroubleLog } from '../../faults/lasting-trouble.ts';
import type { OutboundPolicy } from '../../jobs/guard-address.ts';
import type { Commit } from '../../release/commit/commit-queue.ts';
import type { Preview } from '../../release/commit/preview.ts';
import type { InFlight } from '../../release/lease/in-flight.ts';

export interface HotListJobDeps {
  readonly pool: pg.Pool;
  /** The agency's store of reads; null where it keeps none. */
  readonly readsPool: pg.Pool | null;
  readonly databaseUrl: string;
  readonly commit: Commit;
  readonly preview: Preview;
  readonly inFlight: InFlight;
  readonly retentionDays: number;
  readonly rulesRevision: string;
  readonly outbound: OutboundPolicy;
  /** The directory below which directories may be watched; null if none may. */
  readonly hotListDir: string | null;
  /** The directory of the credentials for other gateways, one file each. */
  readonly credentialsDir: string;
  /** 32 bytes from which partners' webhook secrets derive. */
  readonly endpointKey: Buffer;
  /** CA certificates in PEM, used beside the system's. */
  readonly ca?: string;
  readonly log: TroubleLog;
  /** Returns milliseconds since the epoch. */
  readonly now: () => number;
}
