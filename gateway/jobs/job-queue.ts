/**
 * Bull wakes the workers; what there is to do stands in the outbox, so a lost Redis loses nothing and doubles nothing.
 */
import Bull from 'bull';
import { Redis, type RedisOptions } from 'ioredis';
import type pg from 'pg';
import type { Notices } from '../database/notices.ts';
import { type Repeated, repeat } from '../repeat.ts';
import { enqueueDue, findDue } from './outbox-store.ts';

export interface JobQueueOptions {
  readonly redisUrl: string;
  readonly notices: Notices;
  readonly pool: pg.Pool;
  readonly run: (id: string) => Promise<void>;
  /** Ms between two looks at the outbox, whatever was heard; default: two seconds. */
  readonly sweepMs?: number;
  readonly log: { warn(fields: object, message: string): void };
}

const QUEUE_NAME = 'gateway-outbox';
/** Jobs at once, and most that one look hands to Redis. */
const JOBS_AT_ONCE = 4;
const MOST_DUE = 500;
const SWEEP_EVERY = 2_000;
/** Ms that a client waits for a connection to close, which keeps the process: also for one that is lost already. */
const PATIENCE = 500;

export class JobQueue {
  readonly queue: Bull.Queue<{ id: string }>;
  readonly #options: JobQueueOptions;
  readonly #clients: Redis[] = [];
  #sweeps: Repeated | null = null;
  #sweeping: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  #closed = false;

  private constructor(options: JobQueueOptions) {
    this.#options = options;
    const { redisUrl, log, run } = options;
    const connect = (_type: string, settings?: RedisOptions) => {
      const redis = new Redis(redisUrl, {
        ...settings,
        maxRetriesPerRequest: null,
        enableReadyCheck: false,
        disconnectTimeout: PATIENCE,
      });
      // Lost connections are made again; meanwhile `state` says so.
      redis.on('error', () => undefined);
      this.#clients.push(redis);
      return redis;
    };
    this.queue = new Bull(QUEUE_NAME, {
      createClient: connect as never,
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
    });
    this.queue.on('error', (error) =>
      log.warn({ code: (error as { code?: unknown }).code }, 'redis is not there; jobs wait'),
    );
    void this.queue.process(JOBS_AT_ONCE, ({ data: { id } }) => run(id));
  }

  /** @throws the database's error; a missing Redis only delays the jobs */
  static async start(options: JobQueueOptions): Promise<JobQueue> {
    const queue = new JobQueue(options);
    await options.notices.listen('outbox', () => void queue.sweep());
    queue.#sweeps = repeat(options.sweepMs ?? SWEEP_EVERY, () => queue.sweep());
    return queue;
  }

  /** `ready`, or what is wrong with the connection to Redis. */
  get state(): string {
    return this.queue.client.status;
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
    await this.queue.close();
    // One that has lost its Redis would try again for ever.
    for (const client of this.#clients) client.disconnect();
  }

  async #sweep(): Promise<void> {
    const { pool, log } = this.#options;
    if (this.#closed) return;
    try {
      await enqueueDue(pool);
      if (this.state !== 'ready') return;
      const due = await findDue(pool, MOST_DUE);
      await this.queue.addBulk(
        due.map(({ id, attempt }) => ({ data: { id }, opts: { jobId: `${id}:${attempt}` } })),
      );
    } catch (error) {
      if (!this.#closed)
        log.warn({ code: (error as { code?: unknown }).code }, 'the outbox could not be read; jobs wait');
    }
  }
}
