/**
 * Keeps the node's lease: takes it, renews it, learns revocations, sets fences, acknowledges.
 *
 * The model (`test/programs/faults/model`) names its steps: take, renew, hear, learn, bar, cut, acknowledge, lose.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { CHANNELS } from '../../database/channels.ts';
import { type DatabaseTrouble, databaseTrouble } from '../../database/database-trouble.ts';
import { connectionSettings } from '../../database/db.ts';
import type { Notices } from '../../database/notices.ts';
import { PrimaryClient } from '../../database/primary-client.ts';
import type { HeadWitness } from './head-witness.ts';
import { type HeardMark, HeardMarks, parseMark } from './heard-marks.ts';
import type { InFlight } from './in-flight.ts';
import { type Lease, RENEW_EVERY } from './lease.ts';
import {
  acknowledge,
  findMarks,
  type LeaseKey,
  leaveLease,
  type Mark,
  renewLease,
  takeLease,
} from './lease-store.ts';

export interface LeaseKeeperOptions {
  readonly url: string;
  readonly notices: Notices;
  readonly lease: Lease;
  readonly inFlight: InFlight;
  readonly witness: HeadWitness;
  /** Ids of the keys with which this node signs heads. */
  readonly logKeys: readonly string[];
  readonly log: { warn(fields: object, message: string): void; error(fields: object, message: string): void };
}

/** A connection that does not answer within this is given up for a new one, ms. */
const ANSWER = 1_500;
/** Milliseconds between checks that notice an expired lease where nothing is written. */
const LOOK_EVERY = 100;

const WORDS = {
  trouble:
    'the lease could not be kept: this node releases nothing, and revokes nothing, until the database answers; it is ' +
    'tried again',
  end: 'the lease is kept again',
};

export class LeaseKeeper {
  readonly nodeId = randomUUID();
  readonly #options: LeaseKeeperOptions;
  #client: pg.Client | null = null;
  #key: LeaseKey | null = null;
  /** The index of the newest revocation record learned and acknowledged. */
  #known = 0;
  readonly #marks: HeardMarks;
  readonly #trouble: DatabaseTrouble;
  /** The line for one step at a time: a renewal and an acknowledgment never overtake each other. */
  #line: Promise<void> = Promise.resolve();
  #hearing = false;
  #keeping = false;
  #closed = false;
  #timers: NodeJS.Timeout[] = [];

  private constructor(options: LeaseKeeperOptions) {
    this.#options = options;
    this.#marks = new HeardMarks(options.inFlight);
    this.#trouble = databaseTrouble({ setting: 'DATABASE_URL', url: options.url }, options.log, WORDS);
  }

  /** @throws the database's error if no lease can be taken: a node without one does not start. */
  static async start(options: LeaseKeeperOptions): Promise<LeaseKeeper> {
    const keeper = new LeaseKeeper(options);
    await keeper.#take();
    keeper.#timers = [
      setInterval(() => keeper.#keepSoon(), RENEW_EVERY),
      setInterval(() => keeper.#look(), LOOK_EVERY),
    ];
    for (const timer of keeper.#timers) timer.unref();
    // Notices only shorten the wait: what is not heard is learned at the next renewal.
    await options.notices.listen(CHANNELS.marks, (payload) => keeper.#hear(parseMark(payload)));
    return keeper;
  }

  /**
   * Obeys now, rather than at the next renewal, a revocation that was made or, with null, may have been. The
   * fence of a named one is set in this very tick; several at once are acknowledged together.
   */
  #hear(mark: HeardMark | null): void {
    this.#marks.hear(mark);
    if (this.#hearing) return;
    this.#hearing = true;
    void this.#inTurn(async () => {
      this.#hearing = false;
      await this.#learn();
    });
  }

  /** Ends what is in flight and gives the lease back, so that nobody waits for it to run out. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#options.notices.leave(CHANNELS.marks);
    for (const timer of this.#timers) clearInterval(timer);
    await this.#line;
    this.#options.inFlight.stop();
    const [client, key] = [this.#client, this.#key];
    if (client !== null && key !== null) await leaveLease(client, key).catch(() => undefined);
    await client?.end().catch(() => undefined);
  }

  /** A step that takes longer than the time between renewals is not followed by a crowd of them. */
  #keepSoon(): void {
    if (this.#keeping) return;
    this.#keeping = true;
    void this.#inTurn(() => this.#keep()).finally(() => {
      this.#keeping = false;
    });
  }

  #inTurn(step: () => Promise<void>): Promise<void> {
    this.#line = this.#line.then(step).catch((error) => {
      // A fault leaves the connection in an unknown state; the lease expires unless the next one renews it.
      void this.#client?.end().catch(() => undefined);
      this.#client = null;
      if (!this.#closed) this.#trouble.lasts(error);
    });
    return this.#line;
  }

  async #keep(): Promise<void> {
    if (this.#closed) return;
    if (this.#options.witness.betrayed) return void this.#options.inFlight.distrust();
    if (this.#options.lease.holds()) await this.#renew();
    else await this.#take();
  }

  /** Destroys everything of the old generation before it asks for a new one. */
  async #take(): Promise<void> {
    const { inFlight, lease, logKeys } = this.#options;
    inFlight.stop();
    const client = await this.#connect();
    const sentAt = lease.moment();
    const { acknowledged, generation } = await takeLease(client, this.nodeId, logKeys);
    this.#key = { nodeId: this.nodeId, generation };
    this.#known = acknowledged;
    lease.grant(generation, sentAt);
    this.#trouble.isOver();
  }

  async #renew(): Promise<void> {
    const { lease, witness } = this.#options;
    const key = this.#key as LeaseKey;
    const client = await this.#connect();
    const before = witness.highest;
    const sentAt = lease.moment();
    const renewal = await renewLease(client, key, this.#known, before?.size ?? 0);
    this.#check(() => witness.see(before, renewal.head, before === null ? undefined : renewal.rootThen));
    if (!renewal.stands) return this.#take();
    // INVARIANT: the fences of all revocations that the renewal saw are set before the lease counts longer.
    await this.#obey(client, key, renewal.marks, () => {
      if (renewal.renewed) lease.grant(key.generation, sentAt);
    });
    this.#trouble.isOver();
  }

  async #learn(): Promise<void> {
    const key = this.#key;
    if (this.#closed || key === null || !this.#options.lease.holds()) return;
    const client = await this.#connect();
    const marks = this.#marks.take(this.#known) ?? (await findMarks(client, this.#known));
    await this.#obey(client, key, marks, () => undefined);
  }

  /** Sets fences, cuts, acknowledges, for all: an acknowledgment must not vouch for what nobody obeyed. */
  async #obey(client: pg.Client, key: LeaseKey, marks: readonly Mark[], barred: () => void): Promise<void> {
    const cuts = marks.map((mark) => ({ mark: mark.index, ...this.#marks.bar(mark) }));
    barred();
    if (cuts.length === 0) return;
    await acknowledge(client, key, cuts);
    this.#known = Math.max(...cuts.map(({ mark }) => mark));
    this.#marks.forget(this.#known);
  }

  /** A lease that ran out is lost at once, and what was being written under it is cut. */
  #look(): void {
    const { inFlight, lease, log } = this.#options;
    if (lease.holds() || inFlight.size === 0) return;
    const { aborted } = inFlight.stop();
    if (aborted > 0) log.warn({ aborted }, 'the lease ran out; answers were cut');
  }

  #check(see: () => void): void {
    const { inFlight, log } = this.#options;
    try {
      see();
    } catch (error) {
      inFlight.distrust();
      log.error({}, 'the log does not extend what this node has seen; the node has stopped');
      throw error;
    }
  }

  async #connect(): Promise<pg.Client> {
    if (this.#client !== null) return this.#client;
    const limits = { statementTimeout: ANSWER, connectionTimeout: ANSWER };
    const settings = connectionSettings(this.#options.url, { applicationName: 'gateway-lease', ...limits });
    const client = new PrimaryClient({ ...settings, query_timeout: ANSWER });
    client.on('error', () => {
      if (this.#client === client) this.#client = null;
    });
    await client.connect();
    this.#client = client;
    return client;
  }
}
