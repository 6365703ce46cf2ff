/** Runs one job: takes it, does it, and puts it back with growing patience, or away for good. */
import type pg from 'pg';
import { GatewayError } from '../faults/errors.ts';
import { claimJob, failJob, type Job, type JobKind, renewLease } from './outbox-store.ts';

/** Does the job and ends it in the transaction of its effect; throws if it failed. */
export type Work = (job: Job) => Promise<void>;

export interface RunDeps {
  readonly pool: pg.Pool;
  readonly work: Readonly<Record<JobKind, Work>>;
  readonly worker: string;
  /** Milliseconds after which a job is anybody's again. */
  readonly leaseMs: number;
  readonly log: { warn(fields: object, message: string): void; error(fields: object, message: string): void };
}

const MOST_ATTEMPTS = 10;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 3_600_000;

/** The faults that do not get better by asking again, since the other side's data or the rules cause them. */
const FINAL = new Set(['malformed', 'too_large', 'conflict', 'refused', 'not_found']);

/** Runs a job. Never throws: a failure is in the row, and in the diagnostics by its code. */
export async function runJob(id: string, { pool, work, worker, leaseMs, log }: RunDeps): Promise<void> {
  let job: Job | null = null;
  try {
    job = await claimJob(pool, id, worker, leaseMs);
    if (job !== null) await whileHeld(job, work[job.kind], { pool, leaseMs });
  } catch (error) {
    const fault = faultOf(error);
    // The other side's fault is reported where it arose, and in the row; a line for each try would be noise.
    const told = error instanceof GatewayError ? error.why : undefined;
    const over = FINAL.has(fault) || (job?.attempts ?? 0) >= MOST_ATTEMPTS;
    const retry = over ? null : Math.min(FIRST_PAUSE * 2 ** ((job?.attempts ?? 1) - 1), LONGEST_PAUSE);
    const fields = { job: id, kind: job?.kind, attempts: job?.attempts, fault };
    if (told === undefined && over) log.error(fields, 'a job failed for good: see `hot-list status`');
    if (told === undefined && !over) log.warn(fields, 'a job failed and is tried again');
    // If the database is gone, the lease runs out by itself.
    if (job !== null) await failJob(pool, job, told ?? fault, retry).catch(() => undefined);
  }
}

/** Renews the lease of long work while this process lives: two workers would only roll each other back. */
async function whileHeld(
  job: Job,
  work: Work,
  { pool, leaseMs }: Pick<RunDeps, 'pool' | 'leaseMs'>,
): Promise<void> {
  const timer = setInterval(() => void renewLease(pool, job, leaseMs).catch(() => undefined), leaseMs / 3);
  try {
    await work(job);
  } finally {
    clearInterval(timer);
  }
}

function faultOf(error: unknown): string {
  if (error instanceof GatewayError) return error.code;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[\w-]{1,40}$/.test(code) ? code : 'internal';
}
