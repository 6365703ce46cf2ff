/**
 * Gives the gauges for alerts (`deploy/prometheus/alerts.yml`): the readiness checks, a halt, what has waited
 * too long, and the difference of this machine's clock from the database's.
 */
import { Gauge, type Registry } from 'prom-client';
import type { Queryable } from '../../database/queryable.ts';
import { findStanding } from './standing-store.ts';

export interface WatchedStanding {
  readonly pool: Queryable;
  /** Runs the checks of `/readyz`, by name. */
  readonly lookAt: () => Promise<readonly { readonly name: string; readonly holds: boolean }[]>;
  /** Returns this machine's time in milliseconds. */
  readonly now: () => number;
}

/** Registers the gauges. They keep their values while the database is away; `alpr_check_holds` tells. */
export function watchStanding(registry: Registry, { pool, lookAt, now }: WatchedStanding): void {
  const registers = [registry];
  new Gauge({
    name: 'alpr_check_holds',
    help: '1 while it holds, of what /readyz asks: nothing is released without log, reads and lease; the rest is less.',
    labelNames: ['check'],
    aggregator: 'min',
    registers,
    async collect() {
      for (const { holds, name } of await lookAt()) this.set({ check: name }, holds ? 1 : 0);
    },
  });
  const standing = sharedLook(pool, now);
  new Gauge({
    name: 'alpr_sharing_halted',
    help: '1 while all sharing is halted.',
    aggregator: 'max',
    registers,
    async collect() {
      await standing(({ halted }) => this.set(halted ? 1 : 0));
    },
  });
  new Gauge({
    name: 'alpr_exigent_overdue',
    help: 'Releases for danger to life that nobody has reviewed in time.',
    aggregator: 'max',
    registers,
    async collect() {
      await standing(({ exigentOverdue }) => this.set(exigentOverdue));
    },
  });
  new Gauge({
    name: 'alpr_life_safety_held',
    help: 'Held queries about a life in danger, or a missing person, that wait for a reviewer.',
    aggregator: 'max',
    registers,
    async collect() {
      await standing(({ lifeSafetyHeld }) => this.set(lifeSafetyHeld));
    },
  });
  new Gauge({
    name: 'alpr_process_duties_overdue',
    help: 'Duties under served process that were not done by the time that they were due.',
    aggregator: 'max',
    registers,
    async collect() {
      await standing(({ dutiesOverdue }) => this.set(dutiesOverdue));
    },
  });
  new Gauge({
    name: 'alpr_peers_stopped',
    help: 'Other gateways that are asked no more, since an answer could not be proved, until a person has looked.',
    aggregator: 'max',
    registers,
    async collect() {
      await standing(({ peersStopped }) => this.set(peersStopped));
    },
  });
  new Gauge({
    name: 'alpr_peer_log_differences',
    help: 'Differences between the logs of other gateways and ours that were found within a day.',
    aggregator: 'max',
    registers,
    async collect() {
      await standing(({ peerDifferences }) => this.set(peerDifferences));
    },
  });
  new Gauge({
    name: 'alpr_drain_seconds',
    help: 'For how long the oldest revocation that is not in force on every node has been on its way; 0: there is none.',
    aggregator: 'max',
    registers,
    async collect() {
      await standing(({ drainSeconds }) => this.set(drainSeconds));
    },
  });
  new Gauge({
    name: 'alpr_clock_offset_seconds',
    help: "This machine's clock less the database's.",
    aggregator: 'average',
    registers,
    async collect() {
      await standing(({ offset }) => this.set(offset / 1_000));
    },
  });
}

/** Shares one statement among all gauges, since they are read at the same time. */
function sharedLook(pool: Queryable, now: () => number) {
  const find = async () => {
    const asked = now();
    const found = await findStanding(pool);
    return { ...found, offset: (asked + now()) / 2 - found.now.getTime() };
  };
  let looking: ReturnType<typeof find> | null = null;
  return async (tell: (found: Awaited<ReturnType<typeof find>>) => void) => {
    looking ??= find().finally(() => {
      looking = null;
    });
    const found = await looking.catch(() => null);
    if (found !== null) tell(found);
  };
}
