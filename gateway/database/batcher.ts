/** Collects what waits at one moment and hands it over as one batch, on a fixed number of lines. */
import { unavailableNow } from '../faults/errors.ts';

export interface BatcherOptions {
  /** Batches under way at once. */
  readonly lines: number;
  readonly largestBatch: number;
  /** The most items that wait: any more are refused at once rather than late. */
  readonly longestQueue: number;
}

export type Settled<Result> = { readonly value: Result } | { readonly error: unknown };

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** `run(items, line)` settles every item, in order; if it throws, all items of the batch are rejected with that. */
export class Batcher<Item, Result> {
  readonly #run: (items: readonly Item[], line: number) => Promise<readonly Settled<Result>[]>;
  readonly #options: BatcherOptions;
  #waiting: Waiting<Item, Result>[] = [];
  readonly #free: number[];
  #closing: (() => void) | null = null;

  constructor(
    options: BatcherOptions,
    run: (items: readonly Item[], line: number) => Promise<readonly Settled<Result>[]>,
  ) {
    this.#options = options;
    this.#run = run;
    this.#free = Array.from({ length: options.lines }, (_, line) => line);
  }

  /** @throws GatewayError `unavailable` if too many wait or the batcher is closed. */
  add(item: Item): Promise<Result> {
    if (this.#closing !== null || this.#waiting.length >= this.#options.longestQueue) {
      return Promise.reject(unavailableNow('the gateway is at its limit or stopping; ask again'));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#wake();
    });
  }

  /** Resolves when everything that waited is settled; refuses what comes after. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#closing = resolve;
      this.#rest();
    });
  }

  #wake(): void {
    if (this.#waiting.length === 0) return;
    const line = this.#free.pop();
    if (line === undefined) return;
    // Requests that are parsed in the same turn of the event loop share the batch.
    setImmediate(() => void this.#carry(line));
  }

  async #carry(line: number): Promise<void> {
    const batch = this.#waiting.slice(0, this.#options.largestBatch);
    this.#waiting = this.#waiting.slice(batch.length);
    if (batch.length > 0) {
      try {
        const settled = await this.#run(
          batch.map(({ item }) => item),
          line,
        );
        for (const [i, { resolve, reject }] of batch.entries()) {
          const result = settled[i];
          if (result === undefined) reject(new Error('an item of a batch was not settled'));
          else if ('error' in result) reject(result.error);
          else resolve(result.value);
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#free.push(line);
    this.#wake();
    this.#rest();
  }

  #rest(): void {
    if (this.#waiting.length === 0 && this.#free.length === this.#options.lines) this.#closing?.();
  }
}
