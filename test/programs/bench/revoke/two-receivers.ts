/**
 * The price of signals: revokes while two other gateways are told of them, beside revokes that nobody is told of. Counted is
 * the processor time of the nodes and their PostgreSQL until all is told. What telling costs is the difference of two short
 * rounds side by side with nothing else to do, many times over: beside queries it would drown in what the machine adds by
 * itself. It is held against what a revoke and the queries until the next one cost.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { writeSecretFile } from '../../../../gateway/cli/write-secret-file.ts';
import { generateKeyPair } from '../../../../gateway/identity/jose/generate-key-pair.ts';
import { insertAgreement } from '../../../setup/database/insert-agreement.ts';
import { eventually } from '../../../setup/eventually.ts';
import { startTruthfulPeers } from '../../../setup/network/join-truthful-peers.ts';
import type { Cluster } from '../../faults/cluster/cluster.ts';
import { Administrator, issueGrant } from '../../faults/load/administrator.ts';
import type { History } from '../../faults/load/history.ts';
import { cpuOf, cpuOfPostgres, parentOf, spent } from '../query/cpu-of-processes.ts';
import type { Row } from '../support/bench.ts';
import { quantile } from '../support/quantile.ts';
import { round } from '../support/round.ts';
import { OpenLoad, prepare } from './open-load.ts';

/** Pairs of quiet rounds, and pairs of rounds under load. */
const PAIRS = 24;
const LOADED = 3;
/** How many revokes a round has, and the milliseconds from one to the next. */
interface Pace {
  readonly revokes: number;
  readonly slot: number;
}

const UNDER_LOAD: Pace = { revokes: 8, slot: 700 };
/** Sooner, since idle nodes spend too; some node looks every 170 ms, so that each revoke is still told by itself. */
const QUIET: Pace = { revokes: 24, slot: 200 };
const LOAD = { perSecond: 150, connectionsEach: 12, limit: 5, seconds: 20 };
const MOST = 1.02;
const ASKS = 'CO0010300';
const SERIES = ['none', 'two'] as const;

type Rounds = Record<(typeof SERIES)[number], Round[]>;

export async function measureReceivers(cluster: Cluster): Promise<Row> {
  const { owner, cast, directory } = cluster.world;
  const [first, second] = cast.partners as [(typeof cast.partners)[0], (typeof cast.partners)[0]];
  const receivers = await startTruthfulPeers(ASKS, [first.ori, second.ori]);
  const [one, other] = cast.administrators.map(
    (asker) => new Administrator(cluster.nodes[0]?.process.port as number, asker),
  ) as [Administrator, Administrator];
  try {
    const credentials = join(directory, 'data', 'secrets', 'gateways');
    mkdirSync(credentials, { recursive: true, mode: 0o700 });
    for (const { issuer, logKey, ori, resource } of receivers.parties) {
      const { privateJwk } = generateKeyPair();
      const known = { gateway: resource, resource, issuer, clientId: 'ours', privateJwk };
      writeSecretFile(join(credentials, `${ori.toLowerCase()}.json`), JSON.stringify(known));
      await insertAgreement(owner, { ori, resource, logKey });
    }
    for (const { ori } of cast.partners) await issueGrant([one, other], ori);
    const oris = receivers.parties.map(({ ori }) => ori);
    const measure = async (pairs: number, pace: Pace): Promise<Rounds> => {
      const rounds: Rounds = { none: [], two: [] };
      for (let turn = 0; turn <= pairs; turn += 1) {
        for (const who of turn % 2 === 0 ? SERIES : SERIES.toReversed()) {
          await register(cluster, who === 'two' ? oris : []);
          const measured = await measureRound(cluster, [one, other], [first.ori, second.ori], pace);
          // The first pair warms up.
          if (turn > 0) rounds[who].push(measured);
        }
      }
      return rounds;
    };
    return rowOf(await measure(LOADED, UNDER_LOAD), await measure(PAIRS, QUIET));
  } finally {
    for (const administrator of [one, other]) administrator.close();
    receivers.stop();
  }
}

function rowOf(loaded: Rounds, quiet: Rounds): Row {
  const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);
  // Milliseconds of a revoke.
  const each = ({ cpu, took }: Round) => (cpu * 1_000) / took.length;
  const whole = quantile(sorted(loaded.none.map(each)), 0.5);
  const telling = sorted(quiet.two.map((two, i) => each(two) - each(quiet.none[i] as Round)));
  // The median, and the ranks between which it lies in 95 of 100 runs.
  const [low, ratio, high] = [-1, 0, 1].map((side) => {
    const rank = 0.5 + (side * 0.98) / Math.sqrt(PAIRS);
    return Math.round((1 + quantile(telling, rank) / whole) * 10_000) / 10_000;
  }) as [number, number, number];
  const took = (who: 'none' | 'two') => sorted(loaded[who].flatMap((one) => one.took));
  const released = (who: 'none' | 'two') => loaded[who].reduce((sum, { releases }) => sum + releases, 0);
  return {
    ...{ series: 'two receivers of signals', revokes: PAIRS * QUIET.revokes, 'CPU two/none': ratio },
    ...{ '95 % from': low, '95 % to': high },
    ...{ 'CPU of telling, ms a revoke': round(quantile(telling, 0.5)) },
    ...{ 'CPU of a revoke alone': round(quantile(sorted(quiet.none.map(each)), 0.5)) },
    ...{ 'CPU of a revoke and its queries': round(whole) },
    'under load, each pair': loaded.two
      .map(({ cpu }, i) => round(cpu / (loaded.none[i]?.cpu ?? 0)))
      .join(' '),
    ...{
      'revoke p50, none': round(quantile(took('none'), 0.5)),
      'p50, two': round(quantile(took('two'), 0.5)),
    },
    ...{ 'p99, none': round(quantile(took('none'), 0.99)), 'p99, two': round(quantile(took('two'), 0.99)) },
    ...{ 'releases, none': released('none'), 'releases, two': released('two') },
    holds: high <= MOST,
  };
}

/** Those alone are told from now on. */
async function register({ world: { owner } }: Cluster, oris: readonly string[]): Promise<void> {
  // At once: nodes follow new receivers again and again.
  await owner.query(
    `BEGIN; LOCK TABLE network_peer, network_told IN ACCESS EXCLUSIVE MODE; DELETE FROM network_told;
     DELETE FROM network_peer; COMMIT`,
  );
  await owner.query(
    'INSERT INTO network_peer (ori, agency_id) SELECT ori, agency_id FROM agency_ori WHERE ori = ANY ($1)',
    [oris],
  );
  // A new one is told of nothing that happened before.
  await eventually(async () => {
    const { rows } = await owner.query('SELECT count(*)::int AS count FROM network_told');
    return rows[0].count === oris.length;
  });
}

interface Round {
  /** Processor time, in seconds. */
  readonly cpu: number;
  /** A slow revoke leaves less to release, which costs less. */
  readonly releases: number;
  /** Milliseconds that each revoke took. */
  readonly took: readonly number[];
}

async function measureRound(
  { nodes, world }: Cluster,
  administrators: readonly [Administrator, Administrator],
  revoked: readonly string[],
  pace: Pace,
): Promise<Round> {
  const { cast, owner } = world;
  const { rows } = await owner.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const server = parentOf(rows[0]?.pid ?? Number.NaN);
  const history: History = { attempts: [], lowered: [] };
  const ports = nodes.map(({ process }) => process.port);
  const requests =
    pace === UNDER_LOAD ? prepare(cast.partners, LOAD.perSecond * LOAD.seconds, LOAD.limit) : [];
  const cpu = () => nodes.reduce((sum, { process: { pid = 0 } }) => sum + cpuOf(pid), 0);
  const before = { nodes: cpu(), postgres: cpuOfPostgres(server) };
  const load = new OpenLoad({ ...LOAD, ports, history }, requests);
  const began = performance.now();
  for (let turn = 0; turn < pace.revokes; turn += 1) {
    const ori = revoked[turn % revoked.length] as string;
    await pause(Math.max(0, began + (turn + 1) * pace.slot - performance.now()));
    await administrators[0].lower(history, ori, `/v1/agencies/${ori}/revoke`);
    await issueGrant(administrators, ori);
  }
  await pause(Math.max(0, began + (pace.revokes + 1) * pace.slot - performance.now()));
  await load.stop();
  // What was told belongs to the price.
  await eventually(async () => {
    const late = 'SELECT FROM network_told WHERE mark < (SELECT max(index) FROM mark)';
    return (await owner.query(late)).rowCount === 0;
  });
  const used = cpu() - before.nodes + spent(before.postgres, cpuOfPostgres(server));
  const failed = history.lowered.filter(({ status }) => status !== 200);
  if (failed.length > 0) throw new Error(`${failed.length} revokes were not answered with 200`);
  return {
    cpu: used,
    releases: history.attempts.filter(({ status }) => status === 200).length,
    took: history.lowered.map(({ begun, ended }) => (ended - begun) / 1e6),
  };
}
