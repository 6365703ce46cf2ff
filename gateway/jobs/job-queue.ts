/**
 * Wakes the workers by Bull; the outbox says what to do, so a lost Redis loses nothing and doubles nothing.
 */
import type Bull from 'bull';
import type pg from 'pg';
import { CHANNELS } from '../database/channels.ts';
import type { Notices } from '../database/notices.ts';
import { type LastingTrouble, lastingTrouble, type TroubleLog } from '../faults/lasting-trouble.ts';
import { type Repeated, repeat } from '../faults/repeat.ts';
import { LATE, OutboxQueue } from './outbox-queue.ts';
import { enqueueDue, findDue } from './outbox-store.ts';
import { faultOf, probeRedis, type RedisFault } from './probe-redis.ts';

export interface JobQueueOptions {
  readonly redisUrl: string;
  readonly notices: Notices;
  readonly pool: pg.Pool;
  readonly run: (id: string) => Promise<void>;
  /** Milliseconds between two looks at the outbox, in any case; default: two seconds. */
  readonly sweepMs?: number;
  readonly log: TroubleLog;
}

/** The most jobs that one look hands to Redis. */
const MOST_DUE = 500;
const SWEEP_EVERY = 2_000;

const UNTIL_THEN =
  'until then jobs wait: no hit is sent to partners, no hot list fetched or pushed (queries and revocations go on)';

export const REDIS_FAULTS: Readonly<Record<RedisFault, string>> = {
  unreachable: `REDIS_URL: no Redis answers there; next: start it, or correct host and port in REDIS_URL; ${UNTIL_THEN}`,
  refused: `REDIS_URL: redis refuses the user or password of REDIS_URL; next: correct it there; ${UNTIL_THEN}`,
};

/** Seconds that a due job may wait. */
const STUCK = 60;
const IS_STUCK =
  'jobs that are due wait for more than a minute, though Redis answers: there are too many of them, or another program ' +
  'has changed the queue there; next: look at `hot-list status`, and let nobody but the gateway write to REDIS_URL';

export class JobQueue {
  readonly #options: JobQueueOptions;
  readonly #unread: LastingTrouble;
  /** The queue, made only once Redis has answered. */
  #open: OutboxQueue | null = null;
  /** Seconds for which the oldest due job could have been taken. */
  #late = 0;
  /** The ends of queues that Bull gave up. */
  #ends: Promise<unknown> = Promise.resolve();
  #fault: RedisFault | null = null;
  #sweeps: Repeated | null = null;
  #sweeping: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  #closed = false;

  private constructor(options: JobQueueOptions) {
    this.#options = options;
    this.#unread = lastingTrouble(options.log, {
      trouble: 'the outbox could not be read; jobs wait',
      end: 'the outbox can be read again',
    });
  }

  /** @throws the database's error; a Redis that is missing, or refuses us, only delays the jobs */
  static async start(options: JobQueueOptions): Promise<JobQueue> {
    const queue = new JobQueue(options);
    await queue.#reach();
    await options.notices.listen(CHANNELS.outbox, () => void queue.sweep());
    queue.#sweeps = repeat(options.sweepMs ?? SWEEP_EVERY, () => queue.sweep());
    return queue;
  }

  /** Returns the queue; null until Redis has answered once. */
  get queue(): Bull.Queue | null {
    return this.#open;
  }

  /** Returns `ready`; `refused` or `unreachable`; or the state of the connection in ioredis's words. */
  get state(): string {
    return this.#fault ?? this.#open?.status ?? 'unreachable';
  }

  /** Says why jobs wait, as a sentence; null while they do not. */
  get trouble(): string | null {
    if (this.state !== 'ready') return REDIS_FAULTS[this.#fault ?? 'unreachable'];
    return this.#late < STUCK ? null : IS_STUCK;
  }

  /**
   * Hands every job that is due now to Redis. A sweep under way may have looked already: then another one follows it,
   * for all who ask before it ends.
   */
  sweep(): Promise<void> {
    if (this.#sweeping !== null) {
      this.#next ??= this.#sweeping.then(() => {
        this.#next = null;
        return this.sweep();
      });
      return this.#next;
    }
    this.#sweeping = this.#sweep().finally(() => {
      this.#sweeping = null;
    });
    return this.#sweeping;
  }

  /** Waits for the jobs under way. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#options.notices.leave('outbox');
    // Begun first: a sweep may be waiting for a Redis that is gone.
    const end = this.#open?.end();
    await this.#sweeps?.stop();
    await (this.#next ?? this.#sweeping);
    await Promise.all([end, this.#ends]);
  }

  async #sweep(): Promise<void> {
    const { pool } = this.#options;
    if (this.#closed) return;
    try {
      await enqueueDue(pool);
      this.#unread.isOver();
      if (this.#open === null) await this.#reach();
      const open = this.#open;
      if (open === null || this.state !== 'ready') return;
      const due = await findDue(pool, MOST_DUE);
      this.#late = Math.max(0, ...due.map(({ late }) => late));
      if (this.#late >= LATE) await this.#resume(open);
      await open.hand(due);
    } catch (error) {
      if (!this.#closed) this.#unread.lasts({ code: (error as { code?: unknown }).code });
    }
  }

  /** Resumes a paused queue: the gateway never pauses it, so another writer in Redis has. */
  async #resume(open: OutboxQueue): Promise<void> {
    if (!(await open.isPaused())) return;
    const next = 'jobs go on; next: let nobody but the gateway write to REDIS_URL';
    this.#options.log.warn({}, `another program has paused the job queue in Redis: ${next}`);
    await open.resume();
  }

  /** Opens the queue if Redis answers; a fault is reported once, not with each look. */
  async #reach(): Promise<void> {
    const fault = await probeRedis(this.#options.redisUrl);
    if (this.#closed) return;
    this.#note(fault);
    if (fault === null) this.#openQueue();
  }

  #note(fault: RedisFault | null): void {
    if (fault !== null && fault !== this.#fault) this.#options.log.warn({ fault }, REDIS_FAULTS[fault]);
    if (fault === null && this.#fault !== null) this.#options.log.warn({}, 'Redis answers again: jobs go on');
    this.#fault = fault;
  }

  #openQueue(): void {
    const open = new OutboxQueue(this.#options.redisUrl, {
      // Lost connections are made again; until then `state` says so.
      onError: (error) => this.#note(faultOf(error)),
      onReady: () => this.#note(null),
    });
    this.#open = open;
    open.work(this.#options.run).catch((error) => this.#drop(open, error));
  }

  /** Drops a queue whose Bull takes no job any more: the next sweep asks Redis again, and makes another. */
  #drop(open: OutboxQueue, error: unknown): void {
    if (this.#closed) return;
    this.#note(faultOf(error));
    if (this.#open === open) this.#open = null;
    this.#ends = Promise.all([this.#ends, open.end()]);
  }
}
