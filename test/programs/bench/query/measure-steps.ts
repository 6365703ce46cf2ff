/** What each step of a query costs, in CPU: one more demo under the profiler, asked as in the rounds. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type DemoProcess, startDemo } from '../../../setup/demo/running-demo.ts';
import { signInAtDemo } from '../../../setup/demo/sign-in-at-demo.ts';
import type { Row } from '../support/bench.ts';
import { round } from '../support/round.ts';
import { cpuOf, cpuOfPostgres } from './cpu-of-processes.ts';
import { monotonic, type Steps, timeByStep } from './cpu-profile.ts';
import { fillReads } from './fill-reads.ts';
import { load } from './load.ts';
import { makeRequests } from './make-requests.ts';

const READS = 300_000;
/** Requests made for each connection and second: more than are answered under the profiler. */
const MADE_PER_SECOND = 130;

/** And whatever no path names. */
const EXPRESS = 'Express, HTTP, timers';

const STEPS: Steps = [
  [
    EXPRESS,
    [
      '/node_modules/express/',
      '/node_modules/router/',
      '/node_modules/body-parser/',
      '/node_modules/raw-body/',
    ],
  ],
  [
    '5 commit: decide again',
    ['/release/commit/judge-batch', '/release/facts/describe-query', '/release/commit/input-of'],
  ],
  ['5 commit: locks and facts', ['/release/facts/', '/release/locks/', '/identity/proofs-store']],
  [
    '5 commit: write',
    [
      '/release/commit/write-batch-store',
      '/audit/log-writer-store',
      '/release/commit/commit-',
      '/database/batcher',
    ],
  ],
  ['5 commit: entries, proof, checkpoint', ['/audit/']],
  ['1 authenticate: the proof', ['/identity/proofs/']],
  ['1 authenticate: the token', ['/identity/', '/sign-in/authenticate', '/oauth4webapi/']],
  ['2 parse', ['/http/parse-body', '/query/parse-query', '/query/pending-reads']],
  ['3 decide on the snapshot', ['/query/decide-first']],
  ['4 find reads', ['/reads/']],
  ['6 seal', ['/query/seal-release', '/query/answer']],
  ['7 send', ['/release/lease/in-flight', '/release/send/write-in-pieces']],
  ["PostgreSQL's protocol", ['/node_modules/pg', '/gateway/database/']],
  [
    'rate limit and metrics',
    ['/express-rate-limit/', '/http/limit-rate', '/http/record-requests', '/prom-client/', '/metrics'],
  ],
];

export interface StepsOptions {
  readonly connections: number;
  /** How far back each query looks. */
  readonly days: number;
  readonly seconds: number;
}

export async function measureSteps(
  environment: Readonly<Record<string, string>>,
  options: StepsOptions,
): Promise<Row[]> {
  const profiles = mkdtempSync(join(tmpdir(), 'profile-'));
  try {
    const flags = ['--cpu-prof', `--cpu-prof-dir=${profiles}`, '--cpu-prof-interval=200'];
    const demo = await startDemo(environment, 'build', flags);
    let measured: Awaited<ReturnType<typeof ask>>;
    try {
      await fillReads(demo.file.databases.readsOwnerUrl, READS, Date.now());
      await ask(demo, options, 1);
      measured = await ask(demo, options, 2);
    } finally {
      await demo.stop();
    }
    const { from, to, answers, node, postgres } = measured;
    const file = readdirSync(profiles)
      .map((name) => join(profiles, name))
      .find((path) => readFileSync(path, 'utf8').includes('commit-releases'));
    if (file === undefined) throw new Error('the profiler left no profile of the gateway');
    const times = timeByStep(file, { steps: STEPS, rest: EXPRESS, from, to });
    const idle = times.get('idle') ?? 0;
    const busy = [...times.values()].reduce((sum, time) => sum + time, 0) - idle;
    const row = (step: string, time: number): Row => ({ step, 'CPU µs a query': round(time / answers) });
    return [
      ...[...times]
        .filter(([step]) => step !== 'idle')
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([step, time]) => row(step, time)),
      row('node, other threads: signatures of proofs, collector, compiler', node - busy),
      ...[...postgres].filter(([, time]) => time > 0).map(([name, time]) => row(`PostgreSQL: ${name}`, time)),
      {
        ...row('all', node + [...postgres.values()].reduce((sum, time) => sum + time, 0)),
        queries: answers,
        'main thread busy': round(busy / (to - from)),
      },
    ];
  } finally {
    rmSync(profiles, { recursive: true, force: true });
  }
}

/** One round. Times are µs. */
async function ask(demo: DemoProcess, { connections, days, seconds }: StepsOptions, seed: number) {
  const askers = await Promise.all(['adams', 'aurora'].map((name) => signInAtDemo(demo.file, name)));
  const requests = makeRequests(askers, {
    ...{ connections, days, seed },
    each: MADE_PER_SECOND * seconds,
    reads: READS,
  });
  const names = await namesOfBackends(demo);
  const before = { node: cpuOf(demo.pid), postgres: cpuOfPostgres() };
  const from = monotonic();
  const { answers } = await load(Number(new URL(demo.file.gateway).port), requests, seconds * 1000);
  const to = monotonic();
  const postgres = new Map<string, number>();
  for (const [pid, time] of cpuOfPostgres()) {
    const name = names.get(pid) ?? 'its own processes';
    postgres.set(name, (postgres.get(name) ?? 0) + (time - (before.postgres.get(pid) ?? 0)) * 1e6);
  }
  return { from, to, answers, node: (cpuOf(demo.pid) - before.node) * 1e6, postgres };
}

/** What each server process serves: the connection's own name. */
async function namesOfBackends(demo: DemoProcess): Promise<ReadonlyMap<number, string>> {
  const client = new pg.Client({ connectionString: demo.file.databases.gatewayOwnerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number; name: string }>(
      `SELECT pid, application_name AS name FROM pg_stat_activity WHERE application_name <> ''`,
    );
    return new Map(rows.map(({ pid, name }) => [pid, name]));
  } finally {
    await client.end();
  }
}
