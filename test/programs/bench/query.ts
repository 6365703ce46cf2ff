/**
 * Releases per second over real HTTP, in alternating rounds on the same reads and plates, 32 connections:
 * (a) a bare Express and pg handler with the one SELECT, as the two libraries' own guides write it, and tuned by hand,
 * (b) this gateway with one transaction a query, (c) this gateway. Requests and their proofs are made before the clock
 * starts. At the end, what each step of a query costs, and the same queries of reads in a vendor's cloud.
 *
 * `BENCH_READS` names another number of reads; with `BENCH_WITNESSES` so many witnesses cosign the log.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureLogin } from '../../../gateway/demo/ensure-login.ts';
import type { Asker } from '../../setup/asker.ts';
import { RUN_TYPESCRIPT } from '../../setup/commands/run-typescript.ts';
import { type RunningDemo, startDemo } from '../../setup/demo/running-demo.ts';
import { signInAtDemo } from '../../setup/demo/sign-in-at-demo.ts';
import { startWitnesses } from '../../setup/demo-witnesses.ts';
import { cpuOf, cpuOfPostgres, spent } from './query/cpu-of-processes.ts';
import { fillReads, readsOf } from './query/fill-reads.ts';
import { type LoadResult, load } from './query/load.ts';
import { makeRequests } from './query/make-requests.ts';
import { measureSteps } from './query/measure-steps.ts';
import { measureVendor } from './query/measure-vendor.ts';
import type { BenchOptions, Row } from './support/bench.ts';
import { quantile } from './support/quantile.ts';
import { round } from './support/round.ts';

const CONNECTIONS = 32;
const ROUNDS = 5;
const WITNESSES = Number(process.env.BENCH_WITNESSES || 0);
const LOG_ORIGIN = 'demo.alpr-sharing.invalid/log';
const READS = readsOf(process.env.BENCH_READS ?? '5000000');
/** How far back each query looks. */
const DAYS = 7;
const MOST_PER_SECOND = 6_000;
const LOAD_DEMO = { RATE_LIMIT_PER_MINUTE: '100000000', LOG_LEVEL: 'error' };

const SERIES = ['a', 'a tuned', 'b', 'c'] as const;
type Series = (typeof SERIES)[number];
type Servers = Readonly<Record<Series, { readonly port: number; readonly pid: number }>>;

/** CPU per answer, µs. */
interface Round extends LoadResult {
  readonly nodeCpu: number;
  readonly postgresCpu: number;
}

const NAMES: Readonly<Record<Series, string>> = {
  a: 'bare Express and pg handler',
  'a tuned': 'the same, its statement named and its plan kept',
  b: 'this gateway, one transaction a query',
  c: 'this gateway',
};

export async function run({ report, seconds = 4 }: BenchOptions): Promise<void> {
  const witnesses = await startWitnesses(WITNESSES, LOG_ORIGIN);
  const demo = await startDemo({ ...LOAD_DEMO, ...witnesses.environment }, 'build');
  const peers: ChildProcess[] = [];
  let last: Row;
  try {
    await fillReads(demo.file.databases.readsOwnerUrl, READS, Date.now());
    const askers = await Promise.all(['adams', 'aurora'].map((name) => signInAtDemo(demo.file, name)));
    const gateway = await logInsOfGateway(demo);
    const [bare, tuned, single] = await Promise.all([
      startPeer('bare-handler', demo, peers),
      startPeer('bare-handler', demo, peers, { PLAN_KEPT: 'yes' }),
      startPeer('one-at-a-time', demo, peers, gateway),
    ]);
    const servers: Servers = {
      a: { ...bare, pid: bare.child.pid as number },
      'a tuned': { ...tuned, pid: tuned.child.pid as number },
      b: { ...single, pid: single.child.pid as number },
      c: { port: Number(new URL(demo.file.gateway).port), pid: demo.pid },
    };
    const results = await alternate(servers, askers, seconds);
    const median = (series: Series, of: (result: Round) => number) => middle(results[series].map(of));
    for (const series of SERIES) {
      report({
        series,
        name: NAMES[series],
        'releases/s': round(median(series, ({ perSecond }) => perSecond)),
        'p50 ms': round(median(series, ({ p50 }) => p50)),
        'p99 ms': round(median(series, ({ p99 }) => p99)),
        'node CPU µs': round(median(series, ({ nodeCpu }) => nodeCpu)),
        'PostgreSQL CPU µs': round(median(series, ({ postgresCpu }) => postgresCpu)),
        failures: results[series].reduce((sum, { failures }) => sum + failures, 0),
      });
    }
    const ratio = (over: Series) =>
      round(
        middle(results.c.map(({ perSecond }, i) => perSecond / (results[over][i]?.perSecond ?? Number.NaN))),
      );
    last = {
      reads: READS,
      connections: CONNECTIONS,
      rounds: ROUNDS,
      witnesses: WITNESSES,
      'c MB': residentMegabytes(demo.pid),
      'c/a tuned': ratio('a tuned'),
      'c/a': ratio('a'),
      'c/b': ratio('b'),
    };
  } finally {
    for (const peer of peers) if (peer.connected) peer.disconnect();
    await demo.stop();
    await witnesses.end();
  }
  const steps = { connections: CONNECTIONS, days: DAYS, seconds };
  for (const row of await measureSteps(LOAD_DEMO, steps)) report(row);
  report(await measureVendor(LOAD_DEMO, steps));
  report(last);
}

/** One warm-up round, then rounds in which each series follows the other on the same plates. */
async function alternate(
  servers: Servers,
  askers: readonly Asker[],
  seconds: number,
): Promise<Record<Series, Round[]>> {
  const results: Record<Series, Round[]> = { a: [], 'a tuned': [], b: [], c: [] };
  for (let turn = 0; turn <= ROUNDS; turn += 1) {
    for (const series of SERIES) {
      const each = Math.ceil((MOST_PER_SECOND * seconds) / CONNECTIONS);
      const options = { connections: CONNECTIONS, each, days: DAYS, reads: READS, seed: turn };
      const requests = makeRequests(askers, options);
      const { port, pid } = servers[series];
      const before = { node: cpuOf(pid), postgres: cpuOfPostgres() };
      const result = await load(port, requests, seconds * 1000);
      if (turn === 0) continue;
      results[series].push({
        ...result,
        nodeCpu: ((cpuOf(pid) - before.node) * 1e6) / result.answers,
        postgresCpu: (spent(before.postgres, cpuOfPostgres()) * 1e6) / result.answers,
      });
    }
  }
  return results;
}

/** What a gateway beside the demo's own signs in as. */
async function logInsOfGateway({ file }: RunningDemo): Promise<Readonly<Record<string, string>>> {
  const logIn = async (ownerUrl: string, username: string, group: string) => {
    const password = randomBytes(24).toString('base64url');
    await ensureLogin(ownerUrl, { login: username, password, memberOf: [group] });
    return Object.assign(new URL(ownerUrl), { username, password }).href;
  };
  const { gatewayOwnerUrl, readsOwnerUrl } = file.databases;
  return {
    DATABASE_URL: await logIn(gatewayOwnerUrl, 'bench_gateway', 'gateway_app'),
    READS_DATABASE_URL: await logIn(readsOwnerUrl, 'bench_reads', 'reads_reader'),
  };
}

/** A peer in a process of its own, on the demo's databases. @param peers is told of it before it is ready */
async function startPeer(
  name: string,
  demo: RunningDemo,
  peers: ChildProcess[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ child: ChildProcess; port: number }> {
  const { readsOwnerUrl } = demo.file.databases;
  const file = fileURLToPath(new URL(`./peers/${name}.ts`, import.meta.url));
  const child = fork(file, [], {
    execArgv: [...RUN_TYPESCRIPT],
    env: {
      ...process.env,
      ...LOAD_DEMO,
      NODE_ENV: 'production',
      PORT: '0',
      DATA_DIR: demo.dataDir,
      READS_DATABASE_URL: readsOwnerUrl,
      PUBLIC_URL: demo.file.gateway,
      LOG_ORIGIN,
      AGENCY_RECORDS_PER_DAY: '10000000',
      OFFICER_RECORDS_PER_DAY: '10000000',
      OFFICER_QUERIES_PER_DAY: '10000000',
      PATTERN_QUERIES_PER_DAY: '10000000',
      ...environment,
    },
  });
  peers.push(child);
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('exit', (code) => reject(new Error(`peer \`${name}\` ended with ${code}`)));
  });
  return { child, port };
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return quantile(sorted, 0.5);
}

function residentMegabytes(pid: number): number {
  const status = readFileSync(join('/proc', String(pid), 'status'), 'utf8');
  return round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
}
