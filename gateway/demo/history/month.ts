/** Defines what the demo's month is made of, and the means to carry it out. */
import type pg from 'pg';
import type { RegisteredIssuer, Registrations } from '../../identity/registrations-store.ts';
import type { CommitQueue } from '../../release/commit/commit-queue.ts';
import type { Config } from '../../settings/config.ts';
import type { MonthPartner } from './month-queries.ts';
import type { SimulatedClock } from './simulated-clock-store.ts';

export interface HistoryOptions {
  readonly config: Config;
  readonly logOrigin: string;
  readonly clock: SimulatedClock;
  readonly issuer: Pick<RegisteredIssuer, 'issuer'>;
  /** Midnight UTC of the first day, in milliseconds. */
  readonly from: number;
  readonly days: number;
  /** Grants run from the first day; `revokedAfter` is in days. */
  readonly partners: readonly (MonthPartner & {
    readonly isGranted: boolean;
    readonly revokedAfter?: number;
  })[];
  readonly plates: readonly string[];
  /** The commands' client, through which the owner's people act. */
  readonly clientId: string;
  readonly onDay: (day: number) => void;
}

/** The means to carry out the month. */
export interface Month {
  readonly pool: pg.Pool;
  readonly readsPool: pg.Pool;
  readonly queue: CommitQueue;
  readonly registrations: Registrations;
  readonly options: HistoryOptions;
}
