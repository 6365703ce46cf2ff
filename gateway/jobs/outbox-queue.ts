/**
 * Runs Bull on connections of our own. Bull and ioredis begin three things whose promises nobody holds. If
 * Redis refuses one, or is lost, that ends the process, and Node prints the refused command: `AUTH`, password
 * included. So none of them is begun: `setWorkerName`, `whenCurrentJobsFinished`, `autoResubscribe`.
 */
import { setTimeout as pause } from 'node:timers/promises';
import Bull from 'bull';
import { Redis } from 'ioredis';
import type { DueJob } from './outbox-store.ts';

/** The data that Redis has of a job: only the id of its row in the outbox. */
export interface OutboxJob {
  readonly id: string;
}

export interface Heard {
  onError(error: Error): void;
  /** Redis has accepted our credentials, for the first time or again. */
  onReady(): void;
}

/** The connections by Bull's names: for commands, for what other queues announce, and for the next job. */
type Connections = Readonly<Record<'client' | 'subscriber' | 'bclient', Redis>>;

const QUEUE_NAME = 'gateway-outbox';
const JOBS_AT_ONCE = 4;
/** Seconds that a due job may wait before somebody looks why. */
export const LATE = 10;
/** Milliseconds that the end of a queue waits for Redis, and a connection for its own end. */
const PATIENCE = 500;

export class OutboxQueue extends Bull<OutboxJob> {
  /** Bull's own: each is settled when Bull has written down the end of a job, or has stopped waiting for one. */
  declare readonly processing: Readonly<Record<string, Promise<unknown>>>;
  readonly #connections: Connections;
  readonly #underWay = new Set<Promise<void>>();
  #ended = false;
  #letGo: () => void = () => undefined;

  constructor(redisUrl: string, heard: Heard) {
    // All three from the start: Bull would open one later by itself, even after the end.
    const connections = connect(redisUrl, heard);
    super(QUEUE_NAME, {
      createClient: ((type: keyof Connections) => connections[type]) as never,
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
    });
    this.#connections = connections;
  }

  /** Returns the state of the connection to Redis, in ioredis's words. */
  get status(): string {
    return this.#connections.client.status;
  }

  /** Runs jobs until the end. Rejects if Redis refuses Bull's first commands: then it takes no job. */
  work(run: (id: string) => Promise<void>): Promise<void> {
    return this.process(JOBS_AT_ONCE, async ({ data: { id } }) => {
      // Bull forgets the job; its row waits for a node that is not ending.
      if (this.#ended) throw new Error('the queue has ended');
      const job = run(id).finally(() => this.#underWay.delete(job));
      this.#underWay.add(job);
      await job;
    });
  }

  /**
   * Hands jobs to Redis. The attempt is part of the id, so that Redis takes each attempt once; a job that is late comes
   * again, for whoever writes in Redis may have taken it out there. One call at a time.
   * Resolves at the end of the queue too, for a lost Redis answers no more; what it did not take stays in the outbox.
   */
  async hand(due: readonly DueJob[]): Promise<void> {
    if (this.#ended) return;
    const jobs = due.map(({ id, attempt, late }) => {
      const again = late < LATE ? '' : `:${Math.floor(late / 60)}`;
      return { data: { id }, opts: { jobId: `${id}:${attempt}${again}` } };
    });
    await new Promise<void>((resolve, reject) => {
      this.#letGo = resolve;
      this.addBulk(jobs).then(() => resolve(), reject);
    });
  }

  /** Waits for the jobs under way, and a moment for Redis: no job is lost without it. Never rejects. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#letGo();
    const closed = this.close().catch(() => undefined);
    // Nothing else ends the wait for the next job.
    this.#connections.bclient.disconnect();
    await closed;
    // A connection that has lost its Redis would try again for ever.
    for (const connection of Object.values(this.#connections)) connection.disconnect();
  }

  /** Names the connection as it signs in; Bull's own sends the name at once and drops the promise. */
  override async setWorkerName(): Promise<void> {
    this.#connections.bclient.options.connectionName = this.clientName();
  }

  /**
   * Waits for the jobs under way. Bull's own also connects again, ignoring the outcome until they have ended;
   * and it waits forever for a lost Redis to hear of their end, with timers that keep the process.
   */
  override async whenCurrentJobsFinished(): Promise<void> {
    await Promise.allSettled(this.#underWay);
    const heard = Promise.all(Object.values(this.processing));
    await Promise.race([heard, pause(PATIENCE, undefined, { ref: false })]);
  }
}

function connect(redisUrl: string, { onError, onReady }: Heard): Connections {
  const open = (enableReadyCheck: boolean) => {
    const connection = new Redis(redisUrl, {
      maxRetriesPerRequest: null,
      enableReadyCheck,
      // It would subscribe again by a promise that it drops; Bull hears only of delayed jobs, and there are none.
      autoResubscribe: false,
      disconnectTimeout: PATIENCE,
    });
    return connection.on('error', onError);
  };
  return {
    // Bull allows the check for this one only: its status is ready once Redis has accepted our credentials.
    client: open(true).on('ready', onReady),
    subscriber: open(false),
    bclient: open(false),
  };
}
