/**
 * How long a revocation takes, as its administrator sees it over HTTP, with three nodes under load: healthy, on the one
 * grant that all load is on, and with a node stopped. Expected: p50 at most 15 ms and p99 at most 100 ms; with a node
 * stopped at most a lease and a second; no violation.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { LEASE_TTL } from '../../gateway/release/lease.ts';
import { checkRun } from '../faults/check/check-run.ts';
import { logSize } from '../faults/check/read-log.ts';
import { type Cluster, startCluster } from '../faults/cluster/cluster.ts';
import { createWorld } from '../faults/cluster/world.ts';
import { Desk, share } from '../faults/load/administrator-load.ts';
import type { History } from '../faults/load/history.ts';
import { askOnAndOn } from '../faults/load/partner-load.ts';
import type { BenchOptions, Row } from './support/bench.ts';

const NODES = 3;
const REVOKES = 200;
const STOPS = 5;
/** Together 600 queries a second, where they are answered in time. */
const CONNECTIONS = 24;
const EVERY = 40;
const LIMIT = 25;
/** Ms that the grant is in force before each revoke. */
const SHARED_FOR = 60;

interface Series {
  readonly name: string;
  readonly hot: boolean;
  readonly revokes: number;
  /** Before and after each revoke. */
  readonly around?: readonly [before: () => Promise<void>, after: () => Promise<void>];
  readonly longest: { readonly p50: number; readonly p99: number };
}

export async function run({ report }: BenchOptions): Promise<void> {
  const world = await createWorld();
  try {
    const cluster = await startCluster(world, NODES, undefined, { proxied: false });
    try {
      const last = cluster.nodes[NODES - 1]?.process;
      const stop = async () => last?.signal('SIGSTOP');
      const goOn = async () => {
        last?.signal('SIGCONT');
        while (!(await last?.isReady())) await pause(50);
      };
      const healthy = { revokes: REVOKES, longest: { p50: 15, p99: 100 } };
      report(await measure(cluster, { name: 'healthy', hot: false, ...healthy }));
      report(await measure(cluster, { name: 'one hot grant', hot: true, ...healthy }));
      const longest = { p50: LEASE_TTL + 1_000, p99: LEASE_TTL + 1_000 };
      report(
        await measure(cluster, {
          name: 'a node stopped',
          hot: false,
          revokes: STOPS,
          longest,
          around: [stop, goOn],
        }),
      );
    } finally {
      await cluster.close();
    }
  } finally {
    await world.close();
  }
}

async function measure(cluster: Cluster, { around, hot, longest, name, revokes }: Series): Promise<Row> {
  const { world } = cluster;
  const { cast, port } = world;
  await cluster.forgetTraces();
  const from = await logSize(world.owner);
  const history: History = { attempts: [], lowered: [] };
  const revoked = cast.partners[0] as (typeof cast.partners)[0];
  // Straight to the first node, which is never the stopped one.
  const desks = cast.administrators.map((asker) => new Desk(cluster.nodes[0]?.process.port as number, asker));
  const [first, second] = desks as [Desk, Desk];
  for (const { ori } of cast.partners) await share([first, second], ori);
  let over = false;
  const askers = hot ? [revoked] : cast.partners;
  const load = Array.from({ length: CONNECTIONS }, (_, i) => {
    const asker = askers[i % askers.length] as (typeof askers)[0];
    return askOnAndOn({ asker, history, port, limit: LIMIT, every: EVERY, stopped: () => over });
  });
  const began = performance.now();
  for (let i = 0; i < revokes; i += 1) {
    await pause(SHARED_FOR);
    await around?.[0]();
    await first.lower(history, revoked.ori, `/v1/agencies/${revoked.ori}/revoke`);
    await around?.[1]();
    await share([first, second], revoked.ori);
  }
  const seconds = (performance.now() - began) / 1_000;
  over = true;
  await Promise.all(load);
  for (const desk of desks) desk.close();
  const { violations } = await checkRun(cluster, history, from);
  const times = history.lowered
    .filter(({ status }) => status === 200)
    .map(({ begun, ended }) => (ended - begun) / 1e6)
    .sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round((times[Math.floor(share * (times.length - 1))] ?? Number.NaN) * 10) / 10;
  const releases = history.attempts.filter(({ status }) => status === 200).length;
  return {
    series: name,
    nodes: NODES,
    releasesPerSecond: Math.round(releases / seconds),
    revokes: times.length,
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
    violations,
    holds: violations === 0 && times.length === revokes && at(0.5) <= longest.p50 && at(0.99) <= longest.p99,
  };
}
