/**
 * Gives gauges of the node when they are read: log, connections, answers under way, lease. `aggregator` says
 * how the figures of several workers combine; by default they are added.
 */
import { Gauge, type Registry } from 'prom-client';

interface Pool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

export interface WatchedNode {
  /** Connection pools by name, e.g. `reads`. */
  readonly pools: Readonly<Record<string, Pool>>;
  readonly inFlight: { readonly size: number };
  readonly witness: { readonly highest: { readonly size: number } | null };
  /** Rejects while the node may not send. */
  readonly check: () => Promise<unknown>;
  /** Resolves to the seconds by which the reads are behind; null unless they come from a standby. */
  readonly readsLag: () => Promise<number | null>;
}

export function watchNode(
  registry: Registry,
  { pools, inFlight, witness, check, readsLag }: WatchedNode,
): void {
  const registers = [registry];
  new Gauge({
    name: 'alpr_log_size',
    help: 'Entries of the log, as this node has seen it.',
    aggregator: 'max',
    registers,
    collect() {
      this.set(witness.highest?.size ?? 0);
    },
  });
  new Gauge({
    name: 'alpr_releases_in_flight',
    help: 'Releases on their way, from before their commit to their last byte.',
    registers,
    collect() {
      this.set(inFlight.size);
    },
  });
  new Gauge({
    name: 'alpr_lease_held',
    help: '1 while this node, and every other worker behind its port, may send releases.',
    aggregator: 'min',
    registers,
    async collect() {
      this.set(
        await check().then(
          () => 1,
          () => 0,
        ),
      );
    },
  });
  new Gauge({
    name: 'alpr_reads_lag_seconds',
    help: 'How far the store of reads lags behind its primary, where it is a standby; 0 where it is not.',
    aggregator: 'max',
    registers,
    async collect() {
      this.set((await readsLag()) ?? 0);
    },
  });
  new Gauge({
    name: 'alpr_pool_connections',
    help: 'Connections to PostgreSQL by pool; `waiting` are those who want one.',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(pools)) {
        this.set({ pool, state: 'busy' }, totalCount - idleCount);
        this.set({ pool, state: 'idle' }, idleCount);
        this.set({ pool, state: 'waiting' }, waitingCount);
      }
    },
  });
}
