/**
 * Bull wakes the workers; what there is to do stands in the outbox, so a lost Redis loses nothing and doubles nothing.
 */
import Bull from 'bull';
import { Redis, type RedisOptions } from 'ioredis';
import type pg from 'pg';
import { CHANNELS } from '../database/channels.ts';
import type { Notices } from '../database/notices.ts';
import { type LastingTrouble, lastingTrouble, type TroubleLog } from '../faults/lasting-trouble.ts';
import { type Repeated, repeat } from '../faults/repeat.ts';
import { enqueueDue, findDue } from './outbox-store.ts';
import { faultOf, probeRedis, type RedisFault } from './probe-redis.ts';

export interface JobQueueOptions {
  readonly redisUrl: string;
  readonly notices: Notices;
  readonly pool: pg.Pool;
  readonly run: (id: string) => Promise<void>;
  /** Ms between two looks at the outbox, whatever was heard; default: two seconds. */
  readonly sweepMs?: number;
  readonly log: TroubleLog;
}

const QUEUE_NAME = 'gateway-outbox';
/** Jobs at once, and most that one look hands to Redis. */
const JOBS_AT_ONCE = 4;
const MOST_DUE = 500;
const SWEEP_EVERY = 2_000;
/** Ms that a client waits for a connection to close, which keeps the process: also for one that is lost already. */
const PATIENCE = 500;

const MEANWHILE =
  'meanwhile jobs wait: no hit is sent to partners, no hot list fetched or pushed (queries and revocations go on)';

const FAULTS: Readonly<Record<RedisFault, string>> = {
  unreachable: `REDIS_URL: no Redis answers there; next: start it, or correct host and port in REDIS_URL; ${MEANWHILE}`,
  refused: `REDIS_URL: redis refuses the user or password of REDIS_URL; next: correct it there; ${MEANWHILE}`,
};

/** Bull and its connections; only made once Redis has answered. */
interface OpenQueue {
  readonly bull: Bull.Queue<{ id: string }>;
  close(): Promise<void>;
}

export class JobQueue {
  readonly #options: JobQueueOptions;
  readonly #unread: LastingTrouble;
  #open: OpenQueue | null = null;
  /** What the last attempt to reach Redis met. */
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

  /** Null until Redis has answered once. */
  get queue(): Bull.Queue<{ id: string }> | null {
    return this.#open?.bull ?? null;
  }

  /** `ready`; `refused` or `unreachable`; or how far the connection to Redis is, in ioredis's words. */
  get state(): string {
    return this.#fault ?? this.#open?.bull.client.status ?? 'unreachable';
  }

  /** Why jobs wait, as a sentence; null while they do not. */
  get trouble(): string | null {
    return this.state === 'ready' ? null : FAULTS[this.#fault ?? 'unreachable'];
  }

  /**
   * Hands every job that is due now to Redis. The attempt is part of the id, so that Redis takes each attempt once.
   * A sweep under way may have looked already: then another one follows it, for all who ask meanwhile.
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
    await this.#sweeps?.stop();
    await (this.#next ?? this.#sweeping);
    await this.#open?.close();
  }

  async #sweep(): Promise<void> {
    const { pool } = this.#options;
    if (this.#closed) return;
    try {
      await enqueueDue(pool);
      this.#unread.isOver();
      if (this.#open === null) await this.#reach();
      if (this.#open === null || this.state !== 'ready') return;
      const due = await findDue(pool, MOST_DUE);
      await this.#open.bull.addBulk(
        due.map(({ id, attempt }) => ({ data: { id }, opts: { jobId: `${id}:${attempt}` } })),
      );
    } catch (error) {
      if (!this.#closed) this.#unread.lasts({ code: (error as { code?: unknown }).code });
    }
  }

  /** Opens the queue if Redis answers; a fault is told once, not with each look. */
  async #reach(): Promise<void> {
    const fault = await probeRedis(this.#options.redisUrl);
    if (this.#closed) return;
    this.#note(fault);
    if (fault === null) this.#open = this.#connect();
  }

  #note(fault: RedisFault | null): void {
    if (fault !== null && fault !== this.#fault) this.#options.log.warn({ fault }, FAULTS[fault]);
    if (fault === null && this.#fault !== null) this.#options.log.warn({}, 'Redis answers again: jobs go on');
    this.#fault = fault;
  }

  #connect(): OpenQueue {
    const { redisUrl, run } = this.#options;
    const clients: Redis[] = [];
    const connect = (type: string, settings?: RedisOptions) => {
      const redis = new Redis(redisUrl, {
        ...settings,
        maxRetriesPerRequest: null,
        // Bull allows it for this one only: its status is ready once Redis has accepted our credentials.
        enableReadyCheck: type === 'client',
        disconnectTimeout: PATIENCE,
      });
      // Lost connections are made again; meanwhile `state` says so.
      redis.on('error', (error) => this.#note(faultOf(error)));
      if (type === 'client') redis.on('ready', () => this.#note(null));
      clients.push(redis);
      return redis;
    };
    const bull: Bull.Queue<{ id: string }> = new Bull(QUEUE_NAME, {
      createClient: connect as never,
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
    });
    const close = async () => {
      // A Redis that is gone or refuses us cannot say goodbye, and no job is lost by it: they stand in the outbox.
      await bull.close().catch(() => undefined);
      // One that has lost its Redis would try again for ever.
      for (const client of clients) client.disconnect();
    };
    const open = { bull, close };
    bull.process(JOBS_AT_ONCE, ({ data: { id } }) => run(id)).catch((error) => this.#drop(open, error));
    return open;
  }

  /** Bull takes no job any more after this: the next sweep asks Redis again, and makes another. */
  #drop(open: OpenQueue, error: unknown): void {
    if (this.#closed) return;
    this.#note(faultOf(error));
    if (this.#open === open) this.#open = null;
    void open.close();
  }
}
