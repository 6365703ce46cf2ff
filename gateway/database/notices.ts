/** Hears notifications of PostgreSQL; after a lost connection whoever listens is told to look for themselves. */
import pg from 'pg';
import { connectionSettings } from './db.ts';

/** What the gateway's nodes tell each other, always within the transaction of the change. */
export type Channel = 'registry' | 'marks' | 'hot_list' | 'outbox';

/** @param payload null: anything may have happened while nobody listened */
type Hear = (payload: string | null) => void;

/** Ms. */
const RECONNECT_AFTER = 500;

/**
 * One connection for all channels: the server wakes every listening session at each notification, whichever its channel,
 * and a revocation waits for the same cores.
 */
export class Notices {
  readonly #url: string;
  readonly #heard = new Map<Channel, Hear>();
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(url: string) {
    this.#url = url;
  }

  /** @throws the database's error if the first connection fails */
  static async open(url: string): Promise<Notices> {
    const notices = new Notices(url);
    await notices.#connect();
    return notices;
  }

  /**
   * `hear` is called with null at once, and again whenever the connection was lost meanwhile.
   * @throws the database's error; Error where somebody listens to the channel already
   */
  async listen(channel: Channel, hear: Hear): Promise<void> {
    if (this.#heard.has(channel)) throw new Error(`the channel \`${channel}\` is listened to already`);
    this.#heard.set(channel, hear);
    await this.#client?.query(`LISTEN ${channel}`);
    hear(null);
  }

  /** Nothing is heard on the channel any more. */
  leave(channel: Channel): void {
    this.#heard.delete(channel);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const client = new pg.Client(
      connectionSettings(this.#url, { applicationName: 'gateway-notices', idleInTransactionTimeout: 0 }),
    );
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

  #again(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#connect().catch(() => this.#again()), RECONNECT_AFTER);
    this.#timer.unref();
  }
}
