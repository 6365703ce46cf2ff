/** The counter-run: with asynchronous replication a failover forgets what was acknowledged, and nodes must notice. */
import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../../setup/eventually.ts';
import { requestBytes } from '../../../setup/http-bytes.ts';
import { type Cluster, startCluster } from '../../faults/cluster/cluster.ts';
import type { FurnishedWorld } from '../../faults/cluster/world.ts';
import type { History } from '../../faults/load/history.ts';
import { HttpConnection } from '../../faults/load/http-connection.ts';
import { askOnAndOn, queryBody } from '../../faults/load/partner-load.ts';
import type { Member, PatroniCluster } from '../servers/patroni-cluster.ts';

export interface TailRun {
  /** With REQUIRE_SYNCHRONOUS_COMMIT, as soon as commits wait for nobody: not ready, and 503. */
  readonly refusedUnheld: boolean;
  /** Acknowledged entries that the new primary has not. */
  readonly forgotten: number;
  readonly nodesStopped: boolean;
  readonly restartRefused: boolean;
  readonly violations: readonly string[];
}

/** Ms of queries whose tail is forgotten: longer than a node waits before it keeps the head that it has seen. */
const TAIL = 7_000;
const PATIENCE = 60_000;
const NOT_HELD = '"log_not_held"';

/** @param cluster whose nodes require that commits are held; it is closed */
export async function forgetTail(
  servers: PatroniCluster,
  cluster: Cluster<FurnishedWorld>,
  environment: Readonly<Record<string, string>>,
): Promise<TailRun> {
  const { world } = cluster;
  // Patroni would not let a server take over that it knows to lag by a megabyte.
  await servers.configure({
    ...{ synchronous_mode: false, synchronous_mode_strict: false, maximum_lag_on_failover: 2 ** 26 },
  });
  await servers.whole(false);
  const violations: string[] = [];
  const expectThat = async (what: string, holds: () => Promise<boolean> | boolean) => {
    const isSo = await eventually(holds, PATIENCE).then(
      () => true,
      () => false,
    );
    if (!isSo) violations.push(what);
    return isSo;
  };
  const isReady = () => Promise.all(cluster.nodes.map(({ process }) => process.isReady()));
  const refusedUnheld = await expectThat(
    'nodes that require held commits went on without',
    async () => !(await isReady()).some((each) => each) && (await bodyOf(world)).includes(NOT_HELD),
  );
  await cluster.close();

  const careless = await startCluster(world, {
    ...{ count: 2, direct: true, environment: { ...environment, REQUIRE_SYNCHRONOUS_COMMIT: 'false' } },
  });
  try {
    const lost = (await servers.primary()) as Member;
    const rows = await servers.say('SELECT pid FROM pg_stat_replication', lost);
    const senders = rows.map(({ pid }) => Number(pid));
    for (const pid of senders) process.kill(pid, 'SIGSTOP');
    const tail = await askFor(world, TAIL);
    await servers.kill(lost, 'machine');
    for (const pid of senders) spawnSync('kill', ['-9', String(pid)]);
    await eventually(async () => {
      const primary = await servers.primary();
      return primary !== null && primary !== lost;
    }, PATIENCE);
    const nodesStopped = await expectThat('a node did not notice that the log had lost its tail', () =>
      careless.nodes.every(({ process }) => process.output.includes('does not extend')),
    );
    const after = await askFor(world, 2_000);
    if (after.attempts.some(({ status }) => status === 200 || status === 403))
      violations.push('a node went on with a log that had lost its tail');
    const acknowledged = tail.attempts.flatMap(({ index }) => index ?? []);
    const forgotten = await missing(world, acknowledged);
    if (forgotten === 0) violations.push('nothing was forgotten, so this run shows nothing');
    const [{ process: node }] = careless.nodes as [Cluster['nodes'][0]];
    await node.stop();
    const restartRefused = await node.start(8_000).then(
      () => false,
      (error: Error) => error.message.includes('lacks entries that this gateway had seen'),
    );
    if (!restartRefused)
      violations.push('a node that was started again went on with a log that had lost its tail');
    servers.restart(lost);
    return { refusedUnheld, forgotten, nodesStopped, restartRefused, violations };
  } finally {
    await careless.close();
  }
}

/** What partners are answered for a while. */
async function askFor({ cast, port }: FurnishedWorld, ms: number): Promise<History> {
  const history: History = { attempts: [], lowered: [] };
  const until = performance.now() + ms;
  const stopped = () => performance.now() > until;
  await Promise.all(
    cast.partners.map((asker) => askOnAndOn({ asker, history, port, stopped, limit: 5, rest: 50 })),
  );
  return history;
}

/** The text of one answer, whatever it is. */
async function bodyOf(world: FurnishedWorld): Promise<string> {
  const [asker] = world.cast.partners;
  if (asker === undefined) throw new Error('there is no partner');
  const connection = new HttpConnection(world.port);
  const request = requestBytes(asker, 'POST', '/v1/queries', queryBody(asker.ori, 0, 5));
  const { body } = await connection.exchange(request).catch(() => ({ body: '' }));
  connection.close();
  await pause(100);
  return body;
}

async function missing({ owner }: FurnishedWorld, indices: readonly number[]): Promise<number> {
  let found: number | null = null;
  await eventually(async () => {
    found = await owner
      .query('SELECT count(*)::int AS found FROM log_entry WHERE index = ANY ($1)', [indices])
      .then(
        ({ rows }) => rows[0].found as number,
        () => null,
      );
    return found !== null;
  });
  return indices.length - Number(found);
}
