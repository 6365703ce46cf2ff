/**
 * Counts and times what the node does. No metric holds personal data, or a label whose values a client can
 * choose: an agency, an officer or a plate never is one.
 */
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Outcome } from '../../release/commit/commit-releases.ts';
import type { PendingQuery } from '../../release/facts/pending-query.ts';

/** The steps of a query that are timed separately. */
export type Step = 'authenticate' | 'find' | 'commit' | 'seal';

export interface Metrics {
  readonly registry: Registry;
  /** Wraps `work` so that one in eight runs is timed as `step` if it succeeds. */
  time<Args extends unknown[], Result>(
    step: Step,
    work: (...args: Args) => Promise<Result>,
  ): (...args: Args) => Promise<Result>;
  /** Wraps `commit` so that its outcomes and their reasons are counted. */
  countOutcomes(commit: (pending: PendingQuery) => Promise<Outcome>): typeof commit;
  /** Returns the queue's counter of how many queries shared one round of the step. */
  batchOf(step: 'find' | 'commit'): (size: number) => void;
  /** @param route pattern of the path, never the path itself */
  countRequest(method: string, route: string, status: number): void;
}

/** Seconds, from a look-up in memory to what a partner would call an outage. */
const LATENCIES = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
/** Number of queries of which one is timed: enough for any percentile, and saves time on the others. */
const TIMED = 8;
const BATCHES = [1, 2, 4, 8, 16, 24, 32];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'alpr_http_requests_total',
    help: 'Answers by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const outcomes = new Counter({
    name: 'alpr_query_outcomes_total',
    help: 'Queries by what became of them: released, denied, held, dry_run, replayed, unavailable, …',
    labelNames: ['outcome'],
    registers,
  });
  const reasons = new Counter({
    name: 'alpr_query_reasons_total',
    help: 'Reason codes of queries that were denied or held, dry runs included.',
    labelNames: ['code'],
    registers,
  });
  const steps = new Histogram({
    name: 'alpr_query_step_seconds',
    help: 'Time of each step of a query, waiting for its turn included; one query in eight is timed.',
    labelNames: ['step'],
    buckets: LATENCIES,
    registers,
  });
  const batches = new Histogram({
    name: 'alpr_batch_size',
    help: 'Queries that shared one look-up or one commit.',
    labelNames: ['step'],
    buckets: BATCHES,
    registers,
  });

  return {
    registry,
    time: (step, work) => {
      const times = steps.labels(step);
      let turn = 0;
      const timed = async (...args: Parameters<typeof work>) => {
        const began = performance.now();
        const result = await work(...args);
        times.observe((performance.now() - began) / 1000);
        return result;
      };
      return (...args) => (turn++ % TIMED === 0 ? timed(...args) : work(...args));
    },
    countOutcomes: (commit) => async (pending) => {
      try {
        const outcome = await commit(pending);
        outcomes.inc({ outcome: outcome.kind });
        for (const code of codesOf(outcome)) reasons.inc({ code });
        return outcome;
      } catch (error) {
        outcomes.inc({ outcome: 'unavailable' });
        throw error;
      }
    },
    batchOf: (step) => {
      const sizes = batches.labels(step);
      return (size) => sizes.observe(size);
    },
    countRequest: (method, route, status) => requests.inc({ method, route, status }),
  };
}

function codesOf(outcome: Outcome): readonly string[] {
  return 'decision' in outcome ? outcome.decision.reasons.map(({ code }) => code) : [];
}
