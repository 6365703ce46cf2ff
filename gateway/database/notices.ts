/** Hears notifications of PostgreSQL; after a lost connection anyone who listens is told to look for themselves. */
import type pg from 'pg';
import type { Channel } from './channels.ts';
import { connectionSettings } from './db.ts';
import { PrimaryClient } from './primary-client.ts';

/** @param payload null: anything may have happened while nobody listened */
type Hear = (payload: string | null) => void;

/** Ms. */
const RECONNECT_AFTER = 500;
/** Milliseconds between checks of the connection, and for an answer: a broken one may hear nothing. */
const LOOK_EVERY = 5_000;
const ANSWER = 3_000;

/**
 * One connection for all channels: the server wakes every listening session at each notification, whichever its
 * channel, and a revocation waits for the same cores.
 */
export class Notices {
  readonly #url: string;
  readonly #heard = new Map<Channel, Hear>();
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | undefined;
  readonly #looking: NodeJS.Timeout;
  #closed = false;

  private constructor(url: string) {
    this.#url = url;
    this.#looking = setInterval(() => this.#look(), LOOK_EVERY);
    this.#looking.unref();
  }

  /** @throws the database's error if the first connection fails */
  static async open(url: string): Promise<Notices> {
    const notices = new Notices(url);
    try {
      await notices.#connect();
    } catch (error) {
      await notices.close();
      throw error;
    }
    return notices;
  }

  /**
   * Listens to a channel. `hear` is called with null at once, and again after each new connection.
   * @throws the database's error; Error where somebody listens to the channel already
   */
  async listen(channel: Channel, hear: Hear): Promise<void> {
    if (this.#heard.has(channel)) throw new Error(`the channel \`${channel}\` is listened to already`);
    this.#heard.set(channel, hear);
    try {
      await this.#client?.query(`LISTEN ${channel}`);
    } catch (error) {
      this.#heard.delete(channel);
      throw error;
    }
    hear(null);
  }

  leave(channel: Channel): void {
    this.#heard.delete(channel);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#looking);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const options = { applicationName: 'gateway-notices', idleInTransactionTimeout: 0 };
    const client = new PrimaryClient({ ...connectionSettings(this.#url, options), query_timeout: ANSWER });
    const lost = () => {
      if (this.#client !== client) return;
      this.#client = null;
      this.#again();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ channel, payload }) =>
      this.#heard.get(channel as Channel)?.(payload ?? null),
    );
    try {
      await client.connect();
      for (const channel of this.#heard.keys()) await client.query(`LISTEN ${channel}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    if (this.#closed) return void client.end();
    this.#client = client;
    for (const hear of this.#heard.values()) hear(null);
  }

  #look(): void {
    const client = this.#client;
    client?.query('SELECT 1').catch(() => {
      if (this.#client !== client) return;
      this.#client = null;
      // Nobody waits for it: a connection that broke without a word never ends either.
      void client.end().catch(() => undefined);
      this.#again();
    });
  }

  #again(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#connect().catch(() => this.#again()), RECONNECT_AFTER);
    this.#timer.unref();
  }
}
