/**
 * Gauges that alerts rest on (`deploy/prometheus/alerts.yml`): what readiness asks, whether sharing is halted, what has
 * waited too long, and how far this machine's clock is from the database's.
 */
import { Gauge, type Registry } from 'prom-client';
import type { Queryable } from '../../database/queryable.ts';
import { findStanding } from './standing-store.ts';

export interface WatchedStanding {
  readonly pool: Queryable;
  /** What `/readyz` asks, by name. */
  readonly lookAt: () => Promise<readonly { readonly name: string; readonly holds: boolean }[]>;
  /** This machine's clock, ms. */
  readonly now: () => number;
}

/** A database that is away leaves the last values standing: `alpr_check_holds` tells of that. */
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

/** Gauges are read side by side: one statement answers for all of them. */
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
