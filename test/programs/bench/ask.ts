/**
 * Asks of one, three and ten other gateways over real HTTP, in turns with plain queries of the same gateway and of as many
 * reads: how long they take, and the processor time of the gateway that asks, its node's and its PostgreSQL's. The others
 * are one process that answers truly; what it costs is not counted. At the end three of which one never answers.
 *
 * Expected: three cost at most 3.2 times as much as one; a silent one adds at most 100 ms to the p99 of the answer, which
 * comes as a whole, once the gateway knows that it is silent. The first ask after it fell silent waits in full.
 */
import { loadavg } from 'node:os';
import pg from 'pg';
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import type { Asker } from '../../setup/asker.ts';
import { type DemoProcess, startDemo } from '../../setup/demo/running-demo.ts';
import { signInAtDemo } from '../../setup/demo/sign-in-at-demo.ts';
import { requestBytes } from '../../setup/http-bytes.ts';
import { joinTruthfulPeer, startTruthfulPeers } from '../../setup/network/join-truthful-peers.ts';
import { cpuOf, cpuOfPostgres, parentOf, spent } from './query/cpu-of-processes.ts';
import { benchPlate, fillReads } from './query/fill-reads.ts';
import { type LoadResult, load, type Requests } from './query/load.ts';
import { makeRequests } from './query/make-requests.ts';
import type { BenchOptions, Row } from './support/bench.ts';
import { quantile } from './support/quantile.ts';
import { round } from './support/round.ts';

const CONNECTIONS = 4;
const ROUNDS = 5;
const READS = 300_000;
const DAYS = 7;
/** Requests made for each connection and second: more than are answered. */
const MADE = { query: 300, ask: 150 };
/** Ten of the registry's agencies. */
const ORIS = [
  '0010100',
  '0010200',
  '0010400',
  '0010500',
  '0010600',
  '0010700',
  '0010800',
  '0030000',
  '0030100',
  '0030200',
].map((digits) => `CO${digits}`);
const SILENT = 'CO0010000';

interface Series {
  readonly name: string;
  /** Absent: a plain query. */
  readonly at?: readonly string[];
}

/** Processor time of each answer, in µs. */
interface Measured extends LoadResult {
  readonly node: number;
  readonly postgres: number;
}

export async function run({ report, seconds = 4 }: BenchOptions): Promise<void> {
  const demo = await startDemo({ RATE_LIMIT_PER_MINUTE: '100000000', LOG_LEVEL: 'error' }, 'build');
  const owner = new pg.Client({ connectionString: demo.file.databases.gatewayOwnerUrl });
  const peers = await startTruthfulPeers(demo.file.owner, ORIS);
  const silent = await startTruthfulPeers(demo.file.owner, [SILENT]);
  try {
    await owner.connect();
    await fillReads(demo.file.databases.readsOwnerUrl, READS, Date.now());
    for (const party of [...peers.parties, ...silent.parties]) await joinTruthfulPeer(demo, party);
    const { rows } = await owner.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const server = parentOf(rows[0]?.pid ?? Number.NaN);
    const [one, three] = [ORIS.slice(0, 1), ORIS.slice(0, 3)];
    const query = { name: 'plain query' };
    const live: Series[] = [
      query,
      { name: 'one', at: one },
      { name: 'three', at: three },
      { name: 'ten', at: ORIS },
    ];
    const results = await inTurns(demo, { series: live, seconds, server });
    const cost = (name: string) => median(results.get(name), ({ node, postgres }) => node + postgres);
    for (const { name } of live)
      report({ ...rowOf(name, results.get(name)), 'over one': round(cost(name) / cost('one')) });
    await requireReleased(owner);
    const other: Series = { name: 'three, one silent', at: [...one, ORIS[1] as string, SILENT] };
    // Those that are asked beside the silent one, alone: three that answer would be more work.
    const answering: Series = { name: 'two, both answer', at: [...one, ORIS[1] as string] };
    const before = await inTurns(demo, { series: [answering], seconds, server });
    process.kill(silent.pid, 'SIGSTOP');
    const after = await inTurns(demo, { series: [other], seconds, server });
    process.kill(silent.pid, 'SIGCONT');
    await requireReleased(owner, SILENT);
    const p99 = (found: Results, { name }: Series) => median(found.get(name), (result) => result.p99);
    report(rowOf(answering.name, before.get(answering.name)));
    report({
      ...rowOf(other.name, after.get(other.name)),
      'longest ms': round(Math.max(...(after.get(other.name) ?? []).map(({ longest }) => longest))),
      'p99 added ms': round(p99(after, other) - p99(before, answering)),
    });
    report({
      ...{ connections: CONNECTIONS, rounds: ROUNDS, load: round(loadavg()[0] as number) },
      'one/query': round(cost('one') / cost('plain query')),
      'three/one': round(cost('three') / cost('one')),
      holds: cost('three') <= 3.2 * cost('one') && p99(after, other) - p99(before, answering) <= 100,
    });
  } finally {
    await owner.end();
    for (const process of [peers, silent]) process.stop();
    await demo.stop();
  }
}

type Results = ReadonlyMap<string, readonly Measured[]>;

/** One round to warm up, then rounds in which each series follows the other. */
async function inTurns(
  demo: DemoProcess,
  { seconds, series, server }: { series: readonly Series[]; seconds: number; server: number | undefined },
): Promise<Results> {
  const results = new Map<string, Measured[]>(series.map(({ name }) => [name, []]));
  const port = Number(new URL(demo.file.gateway).port);
  for (let turn = 0; turn <= ROUNDS; turn += 1) {
    for (const { at, name } of series) {
      const requests = await prepare(demo, { at, seconds, seed: turn });
      const before = { node: cpuOf(demo.pid), postgres: cpuOfPostgres(server) };
      const result = await load(port, requests, seconds * 1000);
      if (result.failures > 0)
        throw new Error(`${result.failures} of \`${name}\` were not answered with 200`);
      if (turn === 0) continue;
      results.get(name)?.push({
        ...result,
        node: ((cpuOf(demo.pid) - before.node) * 1e6) / result.answers,
        postgres: (spent(before.postgres, cpuOfPostgres(server)) * 1e6) / result.answers,
      });
    }
  }
  return results;
}

async function prepare(
  { file }: DemoProcess,
  { at, seconds, seed }: { at: readonly string[] | undefined; seconds: number; seed: number },
): Promise<Requests[]> {
  const shared = { connections: CONNECTIONS, days: DAYS, reads: READS, seed };
  if (at === undefined)
    return makeRequests([await signInAtDemo(file, 'adams')], { ...shared, each: MADE.query * seconds });
  const asker = await signInAtDemo(file, 'own-system');
  return Array.from({ length: CONNECTIONS }, (_, connection) =>
    Array.from({ length: MADE.ask * seconds }, (_, i) =>
      requestBytes(
        asker,
        'POST',
        '/v1/asks',
        askBody(asker, { at, place: seed * 7919 + connection * 3571 + i }),
      ),
    ),
  );
}

function askBody({ ori }: Asker, { at, place }: { at: readonly string[]; place: number }): object {
  const now = Date.now();
  return {
    purpose: {
      code: 'stolen_vehicle',
      caseNumber: 'CR-2026-0142',
      justification: 'sedan stolen from a driveway overnight',
    },
    onBehalfOf: { id: `officer-${place % 40}`, name: 'Officer', ori },
    plate: { number: benchPlate(place * 17, READS) },
    from: new Date(now - DAYS * DAY).toISOString(),
    to: new Date(now).toISOString(),
    limit: 25,
    at,
  };
}

/** Figures count only of answers that were proved. @param but an agency that may have been silent */
async function requireReleased(owner: pg.Client, but = ''): Promise<void> {
  const { rows } = await owner.query(
    `SELECT ori, state, count(*)::int AS count FROM network_ask_peer WHERE state <> 'released' AND ori <> $1 GROUP BY 1, 2`,
    [but],
  );
  if (rows.length > 0) throw new Error(`not all were answered: ${JSON.stringify(rows)}`);
}

function rowOf(name: string, results: readonly Measured[] = []): Row {
  return {
    series: name,
    'answers/s': round(median(results, ({ perSecond }) => perSecond)),
    'p50 ms': round(median(results, ({ p50 }) => p50)),
    'p99 ms': round(median(results, ({ p99 }) => p99)),
    'node CPU µs': round(median(results, ({ node }) => node)),
    'PostgreSQL CPU µs': round(median(results, ({ postgres }) => postgres)),
  };
}

function median(results: readonly Measured[] = [], of: (result: Measured) => number): number {
  return quantile(
    results.map(of).sort((a, b) => a - b),
    0.5,
  );
}
