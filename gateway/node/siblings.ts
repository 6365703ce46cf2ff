/** Defines what the nodes behind one port share: request counts, and the answer to Prometheus. */
import type { Store } from 'express-rate-limit';
import type { Registry } from 'prom-client';
import { HitCounts } from '../http/limits/hit-counts.ts';

export interface Siblings {
  /** Returns the counter of a limit. @param limit its name, the same on every node */
  readonly countsOf: (limit: string) => Store;
  /** Shares the node's figures; the function returned resolves to the text of all nodes together. */
  readonly shareMetrics: (registry: Registry) => () => Promise<string>;
}

/** A node that is alone behind its port. */
export const ALONE: Siblings = {
  countsOf: () => new HitCounts(),
  shareMetrics: (registry) => () => registry.metrics(),
};
