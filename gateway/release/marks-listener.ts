/** Hears of new marks at once. It only shortens the wait: what is not heard is learnt at the next renewal. */
import pg from 'pg';
import { connectionSettings } from '../db.ts';

/** Every mark notifies this channel, in its transaction. */
export const MARKS_CHANNEL = 'marks';

const RECONNECT_AFTER = 500;

export class MarksListener {
  readonly #url: string;
  readonly #hear: () => void;
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  private constructor(url: string, hear: () => void) {
    this.#url = url;
    this.#hear = hear;
  }

  /** @throws the database's error if the first connection fails; later ones are tried again and again. */
  static async start(url: string, hear: () => void): Promise<MarksListener> {
    const listener = new MarksListener(url, hear);
    await listener.#listen();
    return listener;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#client?.end().catch(() => undefined);
  }

  async #listen(): Promise<void> {
    const settings = { applicationName: 'gateway-marks', idleInTransactionTimeout: 0 };
    const client = new pg.Client(connectionSettings(this.#url, settings));
    const lost = () => {
      if (this.#client !== client) return;
      this.#client = null;
      this.#again();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', () => this.#hear());
    try {
      await client.connect();
      await client.query(`LISTEN ${MARKS_CHANNEL}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    if (this.#closed) return void client.end();
    this.#client = client;
    // What was marked while nobody listened.
    this.#hear();
  }

  #again(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#listen().catch(() => this.#again());
    }, RECONNECT_AFTER);
    this.#timer.unref();
  }
}
