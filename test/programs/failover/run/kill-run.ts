/** The primary is killed again and again under load, and everything that was acknowledged is held against the log. */
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../../setup/eventually.ts';
import { type Checked, checkRun } from '../../faults/check/check-run.ts';
import { logSize, readLog } from '../../faults/check/read-log.ts';
import type { Cluster } from '../../faults/cluster/cluster.ts';
import type { FurnishedWorld } from '../../faults/cluster/world.ts';
import {
  type AdministratorOptions,
  grantAndRevoke,
  haltAndResume,
} from '../../faults/load/administrator-load.ts';
import { clock, type History } from '../../faults/load/history.ts';
import { askOnAndOn } from '../../faults/load/partner-load.ts';
import type { Member, PatroniCluster } from '../servers/patroni-cluster.ts';
import { checkList, importOnAndOn, type ListHistory } from './list-load.ts';
import { SeenHeads } from './seen-heads.ts';

export interface KillReport {
  readonly kill: number;
  /** `machine`: PostgreSQL and Patroni; `server`: PostgreSQL alone, and Patroni sees it. */
  readonly of: 'machine' | 'server';
  /** Seconds from the kill until another server takes writes, and until a query is answered from the log again. */
  readonly elected: number;
  readonly withoutService: number;
  readonly violations: readonly string[];
}

export interface KillRunOptions {
  readonly servers: PatroniCluster;
  readonly cluster: Cluster<FurnishedWorld>;
  readonly kills: number;
  readonly report: (kill: KillReport) => void;
  /** Told what nodes printed, where something was violated. */
  readonly explain: (words: string) => void;
}

export interface KillRun extends Checked {
  readonly kills: readonly KillReport[];
  readonly attempts: number;
  readonly releases: number;
  readonly revokes: number;
  readonly lists: number;
  readonly heads: number;
}

/** Ns in which the processes of a server whose first one is gone may still answer. */
const LAST_BREATH = 5e8;
/** Ms of calm load before each kill, and what a run may wait for: slow machines are waited for, and their seconds told. */
const CALM = 2_500;
const PATIENCE = 300_000;
/** Ms between two queries of one connection: two cores carry all servers. */
const REST = 40;
/** Every so many kills it is PostgreSQL alone: a lost machine costs all that Patroni waits for, a lost server seconds. */
const SERVER_ALONE = 2;

export async function killAgainAndAgain(options: KillRunOptions): Promise<KillRun> {
  const { cluster, explain, kills, report, servers } = options;
  const { world } = cluster;
  await cluster.forgetTraces();
  const from = await logSize(world.owner);
  const history: History = { attempts: [], lowered: [] };
  const lists: ListHistory = { acknowledged: 0, begun: 0 };
  const heads = new SeenHeads();
  let over = false;
  const load = carryLoad(cluster, { history, lists, heads, stopped: () => over });
  const reports: KillReport[] = [];
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      await servers.whole();
      await pause(CALM);
      const of = kill % SERVER_ALONE === 0 ? 'server' : 'machine';
      const one = await killOnce(options, { history, kill, of });
      report(one);
      if (one.violations.length > 0)
        for (const { process } of cluster.nodes)
          explain(`node ${process.options.name} printed:\n${process.output.slice(-4_000)}`);
      reports.push(one);
    }
    await servers.whole();
    await pause(CALM);
  } finally {
    over = true;
    await load;
  }
  const checked = await checkRun(cluster, history, from);
  const lines = await readLog(world.owner);
  const found = [
    ...reports.flatMap(({ violations }) => violations),
    ...heads.check(lines.map(({ leafHash }) => Buffer.from(leafHash, 'base64'))),
    ...(await checkList(world.owner, lists)),
  ];
  const answered = (status: number) => history.attempts.filter((one) => one.status === status).length;
  return {
    ...checked,
    violations: checked.violations + found.length,
    examples: [...found, ...checked.examples].slice(0, 10),
    kills: reports,
    attempts: history.attempts.length,
    releases: answered(200),
    revokes: history.lowered.filter(({ status }) => status === 200).length,
    lists: lists.acknowledged,
    heads: heads.count,
  };
}

interface Load {
  readonly history: History;
  readonly lists: ListHistory;
  readonly heads: SeenHeads;
  readonly stopped: () => boolean;
}

async function carryLoad({ nodes, world }: Cluster<FurnishedWorld>, load: Load): Promise<void> {
  const { heads, history, lists, stopped } = load;
  const { port, urls } = world;
  const { administrators, partners } = world.cast;
  const rest = REST;
  const administration: AdministratorOptions = {
    ...{ port, administrators, history, stopped, sharedFor: 3_000, haltEvery: 15_000 },
  };
  const onHead = (note: string) => heads.add(note);
  await Promise.all([
    ...partners.map((asker) => askOnAndOn({ asker, history, port, stopped, limit: 25, rest, onHead })),
    ...partners.map(({ ori }) => grantAndRevoke(administration, ori)),
    haltAndResume(administration),
    importOnAndOn(urls.gatewayUrl, lists, stopped),
    heads.watch(
      nodes.map((node) => node.process.port),
      stopped,
    ),
  ]);
}

async function killOnce(
  { cluster, servers }: KillRunOptions,
  { history, kill, of }: { readonly history: History; readonly kill: number; readonly of: KillReport['of'] },
): Promise<KillReport> {
  const violations: string[] = [];
  const lost = (await servers.primary()) as Member;
  await servers.kill(lost, of);
  const killedAt = clock();
  let elected = Number.NaN;
  await eventually(async () => {
    const primary = await servers.primary();
    return primary !== null && primary !== lost;
  }, PATIENCE).then(
    () => {
      elected = since(killedAt);
    },
    () => violations.push(`kill ${kill}: no other server took over`),
  );
  servers.restart(lost);
  const served = () =>
    history.attempts.find((one) => one.begun > killedAt + LAST_BREATH && isServed(one.status));
  await eventually(() => served() !== undefined, PATIENCE).catch(() =>
    violations.push(`kill ${kill}: no query was answered again`),
  );
  const first = served();
  const ready = () => Promise.all(cluster.nodes.map(({ process }) => process.isReady()));
  await eventually(async () => (await ready()).every((each) => each), PATIENCE).catch(() =>
    violations.push(`kill ${kill}: a node did not go on by itself`),
  );
  violations.push(...(await missingFrom(cluster.world, history, killedAt)));
  const withoutService = first === undefined ? Number.NaN : seconds(first.ended - killedAt);
  return { kill, of, elected, withoutService, violations };
}

/** A decision that was committed: released, or refused. */
const isServed = (status: number) => status === 200 || status === 403;

const LEAVES = `SELECT index, encode(leaf_hash, 'base64') AS leaf_hash FROM log_entry WHERE index = ANY ($1)`;

/** What was acknowledged before the kill must be there at once, not only in the end. */
async function missingFrom({ owner }: FurnishedWorld, history: History, before: number) {
  const answered = history.attempts.filter((one) => one.ended < before && one.index !== null).slice(-50);
  const marks = history.lowered.filter((one) => one.ended < before && one.mark !== null).slice(-10);
  const indices = [...answered.map(({ index }) => index), ...marks.map(({ mark }) => mark)];
  const stored = new Map<number, string>();
  // A connection of before the kill fails once.
  await eventually(async () => {
    const rows = await owner.query(LEAVES, [indices]).then(
      (answer) => answer.rows,
      () => null,
    );
    for (const { index, leaf_hash } of rows ?? []) stored.set(Number(index), leaf_hash);
    return rows !== null;
  }, PATIENCE);
  return [
    ...answered.flatMap(({ index, leafHash }) =>
      stored.get(index as number) === leafHash ? [] : [`after a failover entry ${index} is not what it was`],
    ),
    ...marks.flatMap(({ mark }) =>
      stored.has(mark as number) ? [] : [`after a failover mark ${mark} is gone`],
    ),
  ];
}

const seconds = (nanoseconds: number) => Math.round(nanoseconds / 1e8) / 10;
const since = (at: number) => seconds(clock() - at);
