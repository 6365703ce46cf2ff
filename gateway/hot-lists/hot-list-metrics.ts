/**
 * Exports gauges of hot lists, read from the database on request: sizes and ages of lists, and the state of
 * jobs. Workers behind one port report the same.
 */
import type pg from 'pg';
import { Gauge, type Registry } from 'prom-client';
import { readOutbox } from '../jobs/outbox-store.ts';
import { readMatchedUpTo } from './hits/found-hits-store.ts';
import { findListSizes } from './lists/hot-lists-store.ts';
import { readVendorList } from './lists/vendor-list-store.ts';
import type { HotLists } from './start-hot-lists.ts';

export interface WatchedHotLists {
  readonly pool: pg.Pool;
  readonly hotLists: Pick<HotLists, 'jobs' | 'looksThrough' | 'vendor'>;
  /** Returns milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * Lists are named by their ids: names are the owner's words. A database that is away leaves the last values standing.
 */
export function watchHotLists(registry: Registry, { pool, hotLists, now }: WatchedHotLists): void {
  const registers = [registry];
  new Gauge({
    name: 'alpr_hot_list_entries',
    help: 'Entries in force, restricted ones included, by list.',
    labelNames: ['list'],
    aggregator: 'max',
    registers,
    async collect() {
      const lists = await findListSizes(pool).catch(() => []);
      for (const { id, entries } of lists) this.set({ list: id }, entries);
    },
  });
  new Gauge({
    name: 'alpr_hot_list_age_seconds',
    help: 'Time since the list was last brought up to date.',
    labelNames: ['list'],
    aggregator: 'max',
    registers,
    async collect() {
      for (const { id, importedAt } of await findListSizes(pool).catch(() => [])) {
        if (importedAt !== null) this.set({ list: id }, (now() - importedAt.getTime()) / 1_000);
      }
    },
  });
  new Gauge({
    name: 'alpr_hot_list_indexed_entries',
    help: 'Entries that this node matches reads against.',
    aggregator: 'min',
    registers,
    async collect() {
      const lists = await findListSizes(pool).catch(() => null);
      if (lists !== null) this.set(lists.reduce((sum, { entries }) => sum + entries, 0));
    },
  });
  if (hotLists.looksThrough) watchMatching(registers, pool, now);
  if (hotLists.vendor) watchVendor(registers, pool, now);
  new Gauge({
    name: 'alpr_jobs',
    help: 'Jobs of the outbox that wait, that failed for good, and the seconds that the oldest due one has waited.',
    labelNames: ['state'],
    aggregator: 'max',
    registers,
    async collect() {
      const outbox = await readOutbox(pool).catch(() => null);
      for (const [state, value] of Object.entries(outbox ?? {})) this.set({ state }, value);
    },
  });
  new Gauge({
    name: 'alpr_jobs_redis',
    help: '1 while the queue has its Redis.',
    aggregator: 'min',
    registers,
    collect() {
      this.set(hotLists.jobs?.state === 'ready' ? 1 : 0);
    },
  });
}

function watchMatching(registers: Registry[], pool: pg.Pool, now: () => number): void {
  new Gauge({
    name: 'alpr_match_lag_seconds',
    help: 'How far behind the clock the newest matched read was taken.',
    aggregator: 'max',
    registers,
    async collect() {
      const matched = await readMatchedUpTo(pool).catch(() => null);
      if (matched !== null) this.set((now() - matched.getTime()) / 1_000);
    },
  });
}

function watchVendor(registers: Registry[], pool: pg.Pool, now: () => number): void {
  new Gauge({
    name: 'alpr_vendor_list_age_seconds',
    help: "Time since the gateway's own hot list at the vendor was last seen in step with the standing queries.",
    aggregator: 'max',
    registers,
    async collect() {
      const state = await readVendorList(pool).catch(() => null);
      if (state?.verifiedAt) this.set((now() - state.verifiedAt.getTime()) / 1_000);
    },
  });
  new Gauge({
    name: 'alpr_vendor_other_subscriptions',
    help: 'Subscriptions by which the vendor sends its alerts to somebody else than this gateway.',
    aggregator: 'max',
    registers,
    async collect() {
      const state = await readVendorList(pool).catch(() => null);
      if (state !== null) this.set(state.otherSubscriptions);
    },
  });
}
