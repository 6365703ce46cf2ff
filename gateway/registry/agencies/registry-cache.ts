/** The node's snapshot of the registry, for first decisions; follows the database by notification. */
import type pg from 'pg';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import type { Registry } from '../../../sharing-rules/terms/registry.ts';
import { CHANNELS } from '../../database/channels.ts';
import type { Notices } from '../../database/notices.ts';
import { loadRegistry } from './registry-store.ts';

export interface RegistryCacheOptions {
  readonly notices: Notices;
  readonly pool: pg.Pool;
  readonly owner: Ori;
  readonly log: { warn(fields: object, message: string): void };
  /** Called after each load; identities follow the same notifications. */
  readonly onChange: () => Promise<void>;
}

/**
 * Milliseconds from a notification to the load. Nodes that obey a revocation record go first: a revoke waits
 * for them, and nobody waits for this.
 */
const LOAD_AFTER = 30;
/** Milliseconds from a load that failed to the next: the change may not be notified again. */
const RETRY_AFTER = 1_000;

/**
 * INVARIANT: no safety rests on it. A stale snapshot can only spare or waste a look-up; a release is decided
 * on what is read under the locks.
 */
export class RegistryCache {
  readonly #options: RegistryCacheOptions;
  #snapshot: Registry;
  #loading: Promise<void> | null = null;
  #again = false;
  #soon: NodeJS.Timeout | null = null;
  #closed = false;

  private constructor(options: RegistryCacheOptions, snapshot: Registry) {
    this.#options = options;
    this.#snapshot = snapshot;
  }

  /** @throws the database's error if the registry cannot be read: a node without one does not start */
  static async start(options: RegistryCacheOptions): Promise<RegistryCache> {
    const cache = new RegistryCache(options, await loadRegistry(options.pool, options.owner));
    // Listening begins with a reload, since changes between the load and LISTEN were not heard.
    await options.notices.listen(CHANNELS.registry, () => cache.#reloadSoon());
    await cache.reload();
    return cache;
  }

  get snapshot(): Registry {
    return this.#snapshot;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#soon !== null) clearTimeout(this.#soon);
    this.#options.notices.leave('registry');
    await this.#loading;
  }

  #reloadSoon(after = LOAD_AFTER): void {
    if (this.#closed) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      void this.reload();
    }, after).unref();
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
          'the registry could not be read again; it is tried again',
        );
        this.#reloadSoon(RETRY_AFTER);
      }
    } while (this.#again && !this.#closed);
  }
}
