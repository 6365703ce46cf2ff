/** What a node shares with the others behind the same port: the counts of requests, and the answer to Prometheus. */
import type { Store } from 'express-rate-limit';
import type { Registry } from 'prom-client';
import { HitCounts } from '../http/limits/hit-counts.ts';

export interface Siblings {
  /** Where requests are counted. @param limit its name, the same on every node */
  readonly countsOf: (limit: string) => Store;
  /** Tells the others of the node's figures. Resolves, whenever asked, to the text of all nodes' together. */
  readonly shareMetrics: (registry: Registry) => () => Promise<string>;
}

/** Nobody else stands behind the port. */
export const ALONE: Siblings = {
  countsOf: () => new HitCounts(),
  shareMetrics: (registry) => () => registry.metrics(),
};
