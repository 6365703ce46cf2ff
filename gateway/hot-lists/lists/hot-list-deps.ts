/** The dependencies of the routes of hot lists and hits. */
import type pg from 'pg';
import type { LimitRate } from '../../http/limits/limit-rate.ts';
import type { Commit } from '../../release/commit/commit-queue.ts';
import type { Preview } from '../../release/commit/preview.ts';
import type { InFlight } from '../../release/lease/in-flight.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';

export interface HotListDeps extends SignInDeps {
  readonly pool: pg.Pool;
  /** The agency's store of reads; null where it keeps none. */
  readonly readsPool: pg.Pool | null;
  readonly commit: Commit;
  readonly preview: Preview;
  readonly inFlight: InFlight;
  readonly limitRate: LimitRate;
  readonly retentionDays: number;
  readonly rulesRevision: string;
  /** Returns milliseconds since the epoch. */
  readonly now: () => number;
}
