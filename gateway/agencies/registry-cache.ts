/** The node's snapshot of the registry, for first decisions; follows the database by notification. */
import pg from 'pg';
import type { Registry } from '../../sharing-rules/registry.ts';
import type { Ori } from '../../sharing-rules/terms.ts';
import { connectionSettings } from '../db.ts';
import { loadRegistry } from './load-registry.ts';

/** Every change of the registry notifies this channel, in its transaction. */
export const REGISTRY_CHANNEL = 'registry';

export interface RegistryCacheOptions {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly owner: Ori;
  readonly log: { warn(fields: object, message: string): void };
  /** Called after each load; identities follow the same notifications. */
  readonly onChange: () => Promise<void>;
}

const RECONNECT_AFTER = 1_000;

/**
 * INVARIANT: no safety rests on it. A stale snapshot can only spare or waste a look-up; what is released is
 * decided on what is read under the locks.
 */
export class RegistryCache {
  readonly #options: RegistryCacheOptions;
  #snapshot: Registry;
  #listener: pg.Client | null = null;
  #loading: Promise<void> | null = null;
  #again = false;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  private constructor(options: RegistryCacheOptions, snapshot: Registry) {
    this.#options = options;
    this.#snapshot = snapshot;
  }

  /** @throws the database's error if the registry cannot be read: a node without one does not start. */
  static async start(options: RegistryCacheOptions): Promise<RegistryCache> {
    const cache = new RegistryCache(options, await loadRegistry(options.pool, options.owner));
    await cache.#listen();
    // What changed between the load and LISTEN was not heard.
    await cache.reload();
    return cache;
  }

  get snapshot(): Registry {
    return this.#snapshot;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#listener?.end();
    await this.#loading;
  }

  /** Loads again; calls during a load make one more load after it. */
  reload(): Promise<void> {
    if (this.#loading !== null) {
      this.#again = true;
      return this.#loading;
    }
    this.#loading = this.#load().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #load(): Promise<void> {
    do {
      this.#again = false;
      try {
        this.#snapshot = await loadRegistry(this.#options.pool, this.#options.owner);
        await this.#options.onChange();
      } catch (error) {
        this.#options.log.warn(
          { code: (error as { code?: unknown }).code },
          'the registry could not be read again',
        );
      }
    } while (this.#again && !this.#closed);
  }

  async #listen(): Promise<void> {
    const client = new pg.Client(
      connectionSettings(this.#options.url, {
        applicationName: 'gateway-listen',
        idleInTransactionTimeout: 0,
      }),
    );
    const lost = () => {
      if (this.#listener !== client || this.#closed) return;
      this.#listener = null;
      this.#timer = setTimeout(() => void this.#relisten(), RECONNECT_AFTER);
      this.#timer.unref();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', () => void this.reload());
    await client.connect();
    await client.query(`LISTEN ${REGISTRY_CHANNEL}`);
    this.#listener = client;
  }

  async #relisten(): Promise<void> {
    try {
      await this.#listen();
      await this.reload();
    } catch {
      if (this.#closed) return;
      this.#timer = setTimeout(() => void this.#relisten(), RECONNECT_AFTER);
      this.#timer.unref();
    }
  }
}
