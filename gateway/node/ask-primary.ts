/** Lets a worker ask the primary process for what all workers share. */
import type { ClientRateLimitInfo, Store } from 'express-rate-limit';
import { AggregatorRegistry } from 'prom-client';
import { GatewayError } from '../faults/errors.ts';
import type { Siblings } from './siblings.ts';
import type { FromWorker, Hits, Question, ToWorker } from './worker-messages.ts';

/** Milliseconds after which the primary counts as gone. */
const PATIENCE = 6_000;

/** @throws Error in a process that has no primary */
export function joinSiblings(): Siblings {
  const ask = createAsk();
  // The primary gets figures from now on when it asks; there are none until `shareMetrics`.
  const aggregator = new AggregatorRegistry();
  return {
    countsOf: (limit) => new CountsOfPrimary(limit, ask),
    shareMetrics: (registry) => {
      aggregator.setContentType(registry.contentType as typeof AggregatorRegistry.PROMETHEUS_CONTENT_TYPE);
      AggregatorRegistry.setRegistries(registry);
      return () => ask({ kind: 'metrics' }) as Promise<string>;
    },
  };
}

type Ask = (question: Question) => Promise<unknown>;

function createAsk(): Ask {
  const send = process.send?.bind(process);
  if (send === undefined) throw new Error('this process is not a worker: it has no primary to ask');
  const open = new Map<number, (answer: { value?: unknown; fault?: string }) => void>();
  let last = 0;
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'answer') open.get(message.id)?.(message);
  });
  return (question) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      const late = setTimeout(
        () => open.get(id)?.({ fault: 'the primary process does not answer' }),
        PATIENCE,
      );
      open.set(id, ({ fault, value }) => {
        clearTimeout(late);
        open.delete(id);
        if (fault === undefined) resolve(value);
        else reject(new GatewayError('unavailable', fault));
      });
      send({ kind: 'question', id, question } satisfies FromWorker);
    });
}

/** Counts once for all workers, so that a limit is the same however many workers there are. */
class CountsOfPrimary implements Store {
  readonly localKeys = false;
  readonly #limit: string;
  readonly #ask: Ask;
  #window = 0;

  constructor(limit: string, ask: Ask) {
    this.#limit = limit;
    this.#ask = ask;
  }

  init({ windowMs }: { readonly windowMs: number }): void {
    this.#window = windowMs;
  }

  async increment(key: string): Promise<ClientRateLimitInfo> {
    const { resetAt, totalHits } = (await this.#count('increment', key)) as Hits;
    return { totalHits, resetTime: resetAt === null ? undefined : new Date(resetAt) };
  }

  async decrement(key: string): Promise<void> {
    await this.#count('decrement', key);
  }

  async resetKey(key: string): Promise<void> {
    await this.#count('resetKey', key);
  }

  #count(of: 'increment' | 'decrement' | 'resetKey', key: string): Promise<unknown> {
    return this.#ask({ kind: 'count', of, limit: this.#limit, window: this.#window, key });
  }
}
