/**
 * Strangers, partners and an auditor at full force together, on a log of a million entries: how long a revoke takes, and
 * how long partners wait, beside the same when it is calm. Expected: p99 of a hundred revokes at most a second and none
 * refused, partners' p50 within three times of calm, no release after a revoke had returned, no node above 450 MB.
 *
 * Attackers are processes of their own at `nice 19`: what they take of this machine they would have elsewhere. Their
 * share is reported, so that it can be seen whether they were let at it at all.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../gateway/demo/free-port.ts';
import { SETTINGS } from '../../../gateway/settings/settings.ts';
import { administrationOf } from '../attacks/scene/administration.ts';
import { ask, readsIn } from '../attacks/scene/ask.ts';
import { ADAMS, ARAPAHOE, THORNTON } from '../attacks/scene/cast.ts';
import { fillLog } from '../attacks/scene/fill-log.ts';
import { type GatewayNode, ready } from '../attacks/scene/gateway-node.ts';
import { grantBody, grantSharing } from '../attacks/scene/grant-sharing.ts';
import { queryBody } from '../attacks/scene/query-body.ts';
import { type OwnGateway, openScene, type Scene } from '../attacks/scene/scene.ts';
import { type Attackers, startAttackers } from './flood/attackers.ts';
import { cpuOfTree, peakResident } from './flood/cpu-of-tree.ts';
import { type Measured, measureRevokes } from './flood/measure-revokes.ts';
import type { BenchOptions, Row } from './support/bench.ts';
import { takeAsGrown } from './support/take-as-grown.ts';

const REVOKES = 100;
const ENTRIES = Number(process.env.BENCH_ENTRIES || 1_000_000);
/** Ms: attackers have all their connections, and partners have used up what they may ask in a minute. */
const UNDER_WAY = 20_000;
const LONGEST = { p99: 1_000, partners: 3 };
/** MB of one node. */
const MOST_RESIDENT = 450;

/** A node, and where its administrators ask. */
interface Node {
  readonly node: GatewayNode;
  readonly adminUrl: string | null;
}

export async function run({ report }: BenchOptions): Promise<void> {
  // What was started is ended with this: see the `exit` handlers of the scene.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  const scene = await openScene(process.cwd());
  try {
    const target = await filled(scene);
    const nodes = [await spawn(target), await spawn(target)];
    const urls = nodes.map(({ node }) => node.url);
    const places: (readonly [string, string])[] = [['common port', urls[0] as string]];
    const { adminUrl } = nodes[0] as Node;
    if (adminUrl !== null) places.push(['administrators’ port', adminUrl]);
    const calm = new Map<string, Measured>();
    for (const [place, url] of places) {
      const measured = await measure(target, urls, url);
      calm.set(place, measured);
      report(rowOf('calm', place, measured));
    }
    const attackers = await startAttackers(target, urls);
    let holds = true;
    try {
      await pause(UNDER_WAY);
      for (const [place, url] of places) {
        const row = await underFlood(
          { target, nodes, attackers, scene },
          place,
          url,
          calm.get(place) as Measured,
        );
        holds &&= row.holds === true;
        report(row);
      }
    } finally {
      await attackers.stop();
    }
    report({ series: 'all', entries: ENTRIES, holds });
  } finally {
    await scene.close();
  }
}

/** Two nodes are started on it afterwards: its own has ended. */
async function filled(scene: Scene): Promise<OwnGateway> {
  const target = await scene.gateway();
  for (const partner of [THORNTON, ARAPAHOE]) {
    const { administrators, url } = administrationOf(target);
    await grantSharing(url, administrators, grantBody(partner));
  }
  const body = queryBody({ ori: ADAMS, plate: target.plates[0] as string });
  const answer = await ask(target.url, target.as('adams'), 'POST', '/v1/queries', body);
  if (readsIn(answer) === 0) throw new Error(`there is no release to fill the log with: ${answer.text}`);
  await target.node.program.stop();
  const { gatewayOwnerUrl } = target.databases;
  await fillLog(gatewayOwnerUrl, answer.body.receipt.index, ENTRIES);
  await takeAsGrown(gatewayOwnerUrl);
  return target;
}

async function spawn(target: OwnGateway): Promise<Node> {
  const hasPort = Object.values(SETTINGS).some(({ name }) => (name as string) === 'ADMIN_PORT');
  const adminPort = hasPort ? await freePort() : null;
  // The default limit holds for all partners, those who attack and those who are measured.
  const environment = {
    RATE_LIMIT_PER_MINUTE: SETTINGS.rateLimitPerMinute.fallback,
    // Without it no pushes are taken.
    OWNER_READS_DATABASE_URL: target.readsOwnerUrl,
    ...(adminPort === null ? {} : { ADMIN_PORT: String(adminPort) }),
  };
  const node = await ready(await target.spawn({ environment }));
  return { node, adminUrl: adminPort === null ? null : `http://127.0.0.1:${adminPort}` };
}

const measure = (target: OwnGateway, urls: readonly string[], adminUrl: string) =>
  measureRevokes(target, urls, administrationOf(target, adminUrl), REVOKES);

interface Stage {
  readonly scene: Scene;
  readonly target: OwnGateway;
  readonly nodes: readonly Node[];
  readonly attackers: Attackers;
}

async function underFlood(
  { attackers, nodes, scene, target }: Stage,
  place: string,
  url: string,
  calm: Measured,
): Promise<Row> {
  const groups = {
    attackers: attackers.pids,
    nodes: nodes.map(({ node }) => node.program.child.pid as number),
    database: [await scene.databasePid()],
  };
  const spent = () => Object.entries(groups).map(([name, pids]) => [name, cpuOfTree(pids)] as const);
  const [before, began] = [new Map(spent()), performance.now()];
  const measured = await measure(
    target,
    nodes.map(({ node }) => node.url),
    url,
  );
  const seconds = (performance.now() - began) / 1_000;
  const cores = spent().map(([name, cpu]) => [
    `${name}Cores`,
    Math.round(((cpu - (before.get(name) ?? 0)) / seconds) * 100) / 100,
  ]);
  const partnersRatio = Math.round((measured.partnersP50 / calm.partnersP50) * 100) / 100;
  const { p99, refused, violations } = measured;
  const resident = peakResident(groups.nodes);
  return {
    ...rowOf('flood', place, measured),
    revokeRatio: Math.round((measured.p50 / calm.p50) * 10) / 10,
    partnersRatio,
    ...Object.fromEntries(cores),
    resident,
    attackersNice: 19,
    sent: JSON.stringify(await attackers.count()),
    holds:
      p99 <= LONGEST.p99 &&
      refused === 0 &&
      violations === 0 &&
      partnersRatio <= LONGEST.partners &&
      resident <= MOST_RESIDENT,
  };
}

const rowOf = (series: string, place: string, measured: Measured): Row => ({ series, place, ...measured });
