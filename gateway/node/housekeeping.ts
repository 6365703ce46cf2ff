/**
 * Runs a node's timed chores: halts on a log ahead of the clock, makes partitions, forgets used proofs,
 * rotates keys, thins the log's heads, purges reads.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { DAY } from '../../sharing-rules/terms/retention.ts';
import { ensureAuditDays, thinCheckpoints } from '../audit/log-store.ts';
import { DatabaseFault, inDatabase } from '../database/in-database.ts';
import { readNow } from '../database/read-now.ts';
import { repeat } from '../faults/repeat.ts';
import type { EnvelopeKeys } from '../identity/jose/envelope-keys/envelope-keys.ts';
import { keepEnvelopeKeys } from '../identity/jose/envelope-keys/rotate-envelope-keys.ts';
import { forgetExpiredProofs } from '../identity/proofs/proofs-store.ts';
import { findMisuse, type MisuseFound, type MisuseSearch } from '../oversight/misuse/find-misuse.ts';
import { reportSpentRefusals } from '../oversight/misuse/report-spent-refusals.ts';
import { endOver } from '../oversight/preservation/end-preservation.ts';
import { raiseAlarms } from '../oversight/processes/raise-alarms.ts';
import { watchRecords } from '../oversight/records/watch-records.ts';
import { purgeKept } from '../oversight/retention/purge-kept.ts';
import { lapseReviews } from '../oversight/reviews/lapse-reviews.ts';
import { reportOverdue } from '../oversight/reviews/report-overdue.ts';
import { forgetEndedSessions } from '../pages/session/sessions-store.ts';
import { DAYS_WAIT, purgeReads } from '../reads/purge-reads.ts';
import { recordPurge } from '../reads/record-purge.ts';
import { haltAheadOfClock } from '../registry/sharing/halt-ahead-of-clock.ts';
import type { Logger } from '../settings/logger.ts';

export interface HousekeepingOptions {
  readonly pool: pg.Pool;
  readonly logPool: pg.Pool;
  readonly misuse: Pick<MisuseSearch, 'pool' | 'key'> & {
    readonly onLooked: (found: MisuseFound | null) => void;
  };
  /** The address for the reads as their owner; null: the operator runs `retention purge`. */
  readonly readsOwnerUrl: string | null;
  readonly retentionDays: number;
  /** Number of one agency's refusals in a UTC day that are logged. */
  readonly refusalsPerDay: number;
  /** Milliseconds for which public log entries are held back; the heads of that time tell how far. */
  readonly entryDelay: number;
  readonly envelopeKeys: EnvelopeKeys;
  readonly now: () => number;
  readonly log: Logger;
}

export interface Housekeeping {
  /** Starts no more chores; resolves when running ones have ended, so that their pools can be closed. */
  stop(): Promise<void>;
}

interface Chore {
  readonly name: string;
  /** Milliseconds from the end of one run to the start of the next. */
  readonly every: number;
  readonly run: () => Promise<unknown>;
  /** True if nobody waits for the first run. */
  readonly aside?: true;
}

const MINUTE = 60_000;
/** Milliseconds between two parts of the thinning. */
const THINNING_REST = 50;

/** Repeats each chore, after failures too. Resolves after the first run of all but those `aside`. */
export async function startHousekeeping(options: HousekeepingOptions): Promise<Housekeeping> {
  const {
    entryDelay,
    logPool,
    pool,
    readsOwnerUrl,
    refusalsPerDay,
    retentionDays,
    envelopeKeys: keys,
    now,
    log,
  } = options;
  const stopping = new AbortController();
  const chores: Chore[] = [
    { name: 'audit-days', every: 60 * MINUTE, run: () => ensureAuditDays(pool) },
    { name: 'halt-ahead', every: MINUTE / 12, run: () => haltAheadOfClock(pool, log) },
    { name: 'forget-proofs', every: MINUTE, run: () => forgetExpiredProofs(pool) },
    { name: 'forget-sessions', every: 10 * MINUTE, run: () => forgetEndedSessions(pool) },
    { name: 'envelope-keys', every: 10 * MINUTE, run: () => keepEnvelopeKeys({ pool, keys, log }, now()) },
    { name: 'lapse-reviews', every: MINUTE, run: () => lapseReviews(pool) },
    { name: 'report-overdue', every: MINUTE, run: () => reportOverdue(pool) },
    { name: 'overdue-duties', every: MINUTE, run: () => raiseAlarms(pool, log) },
    { name: 'report-refusals', every: MINUTE, run: () => reportSpentRefusals(pool, refusalsPerDay) },
    { name: 'end-preservations', every: MINUTE, run: () => endOver(pool) },
    { name: 'watch-records', every: 60 * MINUTE, run: () => watchRecords(pool), aside: true },
    {
      name: 'find-misuse',
      every: 5 * MINUTE,
      run: () => lookForMisuse(options, stopping.signal),
      aside: true,
    },
    { name: 'purge-kept', every: 60 * MINUTE, run: () => purgeKept(pool, now()) },
    {
      name: 'thin-checkpoints',
      every: 60 * MINUTE,
      run: () => thin(logPool, entryDelay, stopping.signal),
      aside: true,
    },
  ];
  if (readsOwnerUrl !== null) {
    // Runs hourly: Policy 420.7 counts thirty days from the capture, not from midnight.
    chores.push({
      name: 'purge-reads',
      every: 60 * MINUTE,
      run: async () => {
        const purge = () => purgeReads({ ownerUrl: readsOwnerUrl, now: now(), retentionDays });
        const address = { setting: 'OWNER_READS_DATABASE_URL', url: readsOwnerUrl } as const;
        const result = await inDatabase(address, purge);
        await recordPurge(pool, result);
        if (result.waiting !== undefined) log.error({ days: result.waiting }, DAYS_WAIT);
      },
    });
  }
  const carryOut = async (chore: Chore) => {
    try {
      await chore.run();
    } catch (error) {
      const fault = error instanceof DatabaseFault ? error.message : undefined;
      const { code } = error as { code?: unknown };
      log.error({ chore: chore.name, code, fault }, 'a chore failed; it is tried again');
    }
  };
  const repeated = await Promise.all(
    chores.map(async (chore) => {
      if (chore.aside) return repeat(chore.every, () => carryOut(chore), 0);
      await carryOut(chore);
      return repeat(chore.every, () => carryOut(chore));
    }),
  );
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(repeated.map((one) => one.stop()));
    },
  };
}

/** Reports an agency that could not be searched completely, and logs a line for the operator. */
async function lookForMisuse({ log, misuse }: HousekeepingOptions, signal: AbortSignal): Promise<void> {
  const onFailure: MisuseSearch['onFailure'] = ({ ori }, error) =>
    log.error(
      { agency: ori, code: (error as { code?: unknown }).code },
      'the search for misuse failed for an agency',
    );
  const now = new Date(await readNow(misuse.pool));
  const found = await findMisuse({ ...misuse, onFailure }, { now, signal });
  misuse.onLooked(found);
  if (found === null || found.incomplete.length === 0) return;
  log.error(
    { agencies: found.incomplete },
    'the search for misuse has not looked at everything that these agencies asked',
  );
}

/** Thins a little at a time: a log older than this chore has a head for each commit. */
async function thin(pool: pg.Pool, entryDelay: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await thinCheckpoints(pool, DAY + entryDelay)) > 0) await pause(THINNING_REST);
}
