/**
 * How long a revocation takes, as its administrator sees it over HTTP, with three nodes under load: healthy, on the one
 * grant that all load is on, and with a node stopped. Expected, at 500 releases a second or more: p50 at most 15 ms and
 * p99 at most 100 ms; with a node stopped at most a lease and a second; no violation. At the end what it costs to tell two
 * other gateways of them.
 *
 * The load is open: so many queries a second are offered, whatever the answers do. Nodes that are driven as fast as they
 * can answer would show how long their queues are, and nothing else.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { LEASE_TTL } from '../../../gateway/release/lease/lease.ts';
import { checkRun } from '../faults/check/check-run.ts';
import { logSize } from '../faults/check/read-log.ts';
import { type Cluster, startCluster } from '../faults/cluster/cluster.ts';
import { createWorld } from '../faults/cluster/world.ts';
import { Administrator, issueGrant } from '../faults/load/administrator.ts';
import type { History } from '../faults/load/history.ts';
import { OpenLoad, prepare } from './revoke/open-load.ts';
import { measureReceivers } from './revoke/two-receivers.ts';
import { measureWhileAsked } from './revoke/while-asked.ts';
import type { BenchOptions, Row } from './support/bench.ts';
import { quantile } from './support/quantile.ts';

const NODES = 3;
const REVOKES = 200;
const STOPS = 25;
const WHILE_ASKED = 1_000;
/**
 * Queries a second, so many that 500 are released: those to an agency whose grant is just revoked are refused, and with a
 * node stopped it stays so for most of the time.
 */
const OFFERED = { healthy: 525, hot: 570, stopped: 660 };
const CONNECTIONS_EACH = 12;
/** Records asked for. */
const LIMIT = 5;
/** Ms that the grant is in force before each revoke. */
const SHARED_FOR = 400;
/** Seconds of load whose proofs are made at once, and what must be left of them to begin a revoke. */
const ROUND = 20;
const REST = 4;
const LEAST_RELEASES = 500;

interface Series {
  readonly name: string;
  readonly hot: boolean;
  /** Queries offered a second. */
  readonly perSecond: number;
  readonly revokes: number;
  /** Before and after each revoke. */
  readonly around?: readonly [before: () => Promise<void>, after: () => Promise<void>];
  readonly longest: { readonly p50: number; readonly p99: number };
}

export async function run({ report }: BenchOptions): Promise<void> {
  const world = await createWorld();
  try {
    const cluster = await startCluster(world, {
      ...{ count: NODES, measured: true },
      environment: { OUTBOUND_RANGES: '127.0.0.0/8' },
    });
    try {
      const last = cluster.nodes[NODES - 1]?.process;
      const stop = async () => last?.signal('SIGSTOP');
      const goOn = async () => {
        last?.signal('SIGCONT');
        while (!(await last?.isReady())) await pause(50);
      };
      const healthy = { revokes: REVOKES, longest: { p50: 15, p99: 100 } };
      report(await measure(cluster, { name: 'healthy', hot: false, perSecond: OFFERED.healthy, ...healthy }));
      report(
        await measure(cluster, { name: 'one hot grant', hot: true, perSecond: OFFERED.hot, ...healthy }),
      );
      const longest = { p50: LEASE_TTL + 1_000, p99: LEASE_TTL + 1_000 };
      report(
        await measure(cluster, {
          name: 'a node stopped',
          hot: false,
          perSecond: OFFERED.stopped,
          revokes: STOPS,
          longest,
          around: [stop, goOn],
        }),
      );
      report(await measureReceivers(cluster));
    } finally {
      await cluster.close();
    }
  } finally {
    await world.close();
  }
  report(await measureWhileAsked(WHILE_ASKED));
}

async function measure(
  cluster: Cluster,
  { around, hot, longest, name, perSecond, revokes }: Series,
): Promise<Row> {
  const { world } = cluster;
  const { cast } = world;
  await cluster.forgetTraces();
  const from = await logSize(world.owner);
  const history: History = { attempts: [], lowered: [] };
  const revoked = cast.partners[0] as (typeof cast.partners)[0];
  const ports = cluster.nodes.map(({ process }) => process.port);
  // Straight to the first node, which is never the stopped one.
  const administrators = cast.administrators.map((asker) => new Administrator(ports[0] as number, asker));
  const [first, second] = administrators as [Administrator, Administrator];
  for (const { ori } of cast.partners) await issueGrant([first, second], ori);
  const askers = hot ? [revoked] : cast.partners;
  let [offered, seconds, cpu] = [0, 0, 0];
  while (history.lowered.length < revokes) {
    const requests = prepare(askers, perSecond * ROUND, LIMIT);
    const began = performance.now();
    const cpuBefore = process.cpuUsage();
    const load = new OpenLoad({ ports, connectionsEach: CONNECTIONS_EACH, perSecond, history }, requests);
    while (history.lowered.length < revokes && !load.isNearlySpent(REST)) {
      await pause(SHARED_FOR);
      await around?.[0]();
      await first.lower(history, revoked.ori, `/v1/agencies/${revoked.ori}/revoke`);
      await around?.[1]();
      await issueGrant([first, second], revoked.ori);
    }
    offered += await load.stop();
    seconds += (performance.now() - began) / 1_000;
    const { system, user } = process.cpuUsage(cpuBefore);
    cpu += (system + user) / 1e6;
  }
  for (const administrator of administrators) administrator.close();
  const { examples, heldInWrite, violations } = await checkRun(cluster, history, from);
  const ms = ({ begun, ended }: { begun: number; ended: number }) => (ended - begun) / 1e6;
  const times = history.lowered.filter(({ status }) => status === 200).map(ms);
  const releases = history.attempts.filter(({ status }) => status === 200);
  const releasesPerSecond = Math.round(releases.length / seconds);
  const [p50, p99, max] = [0.5, 0.99, 1].map((share) => msAt(times, share)) as [number, number, number];
  return {
    series: name,
    nodes: NODES,
    offeredPerSecond: Math.round(offered / seconds),
    releasesPerSecond,
    releaseP50: msAt(releases.map(ms), 0.5),
    releaseP99: msAt(releases.map(ms), 0.99),
    clientCores: Math.round((cpu / seconds) * 100) / 100,
    revokes: times.length,
    p50,
    p99,
    max,
    violations,
    heldInWrite,
    ...(violations === 0 ? {} : { examples: examples.join('; ') }),
    holds:
      violations === 0 &&
      times.length === revokes &&
      releasesPerSecond >= LEAST_RELEASES &&
      p50 <= longest.p50 &&
      p99 <= longest.p99,
  };
}

/** Ms, with one decimal. */
function msAt(times: readonly number[], share: number): number {
  return (
    Math.round(
      quantile(
        [...times].sort((a, b) => a - b),
        share,
      ) * 10,
    ) / 10
  );
}
