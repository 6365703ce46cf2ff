/** Keeps in the primary process what all workers share: request counts, and all metrics in one text. */
import type { Options } from 'express-rate-limit';
import { AggregatorRegistry } from 'prom-client';
import { HitCounts } from '../http/limits/hit-counts.ts';
import type { Hits, Question } from './worker-messages.ts';

/** Returns a function that answers the workers' questions. It rejects if there is no answer. */
export function createAnswers(): (question: Question) => Promise<unknown> {
  const counts = new Map<string, HitCounts>();
  const aggregator = new AggregatorRegistry();
  const storeOf = (limit: string, window: number): HitCounts => {
    const known = counts.get(limit);
    if (known !== undefined) return known;
    const store = new HitCounts();
    store.init({ windowMs: window } as Options);
    counts.set(limit, store);
    return store;
  };
  return async (question) => {
    if (question.kind === 'metrics') return aggregator.clusterMetrics();
    const { key, limit, of, window } = question;
    const hits = await storeOf(limit, window)[of](key);
    if (!hits) return null;
    return { totalHits: hits.totalHits, resetAt: hits.resetTime?.getTime() ?? null } satisfies Hits;
  };
}
