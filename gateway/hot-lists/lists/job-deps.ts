/** What the jobs of hot lists need. */
import type pg from 'pg';
import type { TroubleLog } from '../../faults/lasting-trouble.ts';
import type { OutboundPolicy } from '../../jobs/guard-address.ts';
import type { Commit } from '../../release/commit/commit-queue.ts';
import type { Foresee } from '../../release/commit/foresee.ts';
import type { InFlight } from '../../release/lease/in-flight.ts';

export interface HotListJobDeps {
  readonly pool: pg.Pool;
  /** The agency's store of reads; null where it keeps none. */
  readonly readsPool: pg.Pool | null;
  readonly databaseUrl: string;
  readonly commit: Commit;
  readonly foresee: Foresee;
  readonly inFlight: InFlight;
  readonly retentionDays: number;
  readonly rulesRevision: string;
  readonly outbound: OutboundPolicy;
  /** Directory below which directories may be watched; null: none may. */
  readonly hotListDir: string | null;
  /** Where credentials for other gateways lie, one file each. */
  readonly credentialsDir: string;
  /** 32 bytes from which partners' webhook secrets derive. */
  readonly endpointKey: Buffer;
  /** CA certificates beside the system's, PEM. */
  readonly ca?: string;
  readonly log: TroubleLog;
  /** Ms since the epoch. */
  readonly now: () => number;
}
