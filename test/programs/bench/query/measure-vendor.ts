/**
 * The same queries where the reads are in a vendor's cloud: a demo of its own that asks the simulated vendor, which
 * answers in 5 ms. Each query is two commits, with the question between them.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FlockSimulator } from '../../../flock-simulator/start-flock-simulator.ts';
import { RUN_TYPESCRIPT } from '../../../setup/commands/run-typescript.ts';
import { startDemo } from '../../../setup/demo/running-demo.ts';
import { signInAtDemo } from '../../../setup/demo/sign-in-at-demo.ts';
import { ROOT } from '../../../setup/source-files.ts';
import type { Row } from '../support/bench.ts';
import { quantile } from '../support/quantile.ts';
import { round } from '../support/round.ts';
import { benchPlate } from './fill-reads.ts';
import { type LoadResult, load } from './load.ts';
import { makeRequests } from './make-requests.ts';
import type { StepsOptions } from './measure-steps.ts';

/** Ms. */
const VENDOR_DELAY = 5;
const READS_EACH = 25;
const READS = 40_000;
const MOST_PER_SECOND = 2_000;
const ROUNDS = 3;
/** Of one request to the simulator. */
const TOGETHER = 5_000;

type Told = Pick<FlockSimulator, 'url' | 'networkId' | 'credentials'>;

export async function measureVendor(
  environment: Readonly<Record<string, string>>,
  options: StepsOptions,
): Promise<Row> {
  const simulator = spawn(process.execPath, [...RUN_TYPESCRIPT, join(ROOT, 'test/flock-simulator/main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const directory = mkdtempSync(join(tmpdir(), 'bench-vendor-'));
  try {
    const told = await firstLine(simulator);
    await fill(told, options.days);
    const credentials = join(directory, 'flock.json');
    writeFileSync(credentials, JSON.stringify(told.credentials), { mode: 0o600 });
    const source = {
      READS_SOURCE: 'flock',
      FLOCK_URL: told.url,
      FLOCK_NETWORK_ID: told.networkId,
      FLOCK_CREDENTIALS_FILE: credentials,
    };
    return rowOf(await ask({ ...environment, ...source }, options));
  } finally {
    simulator.kill();
    rmSync(directory, { recursive: true });
  }
}

async function firstLine({ stdout }: ChildProcess): Promise<Told> {
  if (stdout === null) throw new Error('the simulator has no output');
  for await (const line of createInterface({ input: stdout })) return JSON.parse(line) as Told;
  throw new Error('the simulator ended before it was ready');
}

async function fill({ url }: Told, days: number): Promise<void> {
  const control = async (path: string, body: unknown) => {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(new URL(`/control/${path}`, url), {
      ...{ method: 'POST', headers, body: JSON.stringify(body) },
    });
    if (!answer.ok) throw new Error(`the simulator answered ${answer.status}`);
  };
  const now = Date.now();
  const step = (days * 86_400_000) / (READS_EACH + 1);
  const reads = Array.from({ length: READS }, (_, i) => ({
    plate: benchPlate(i, READS),
    capturedAt: new Date(now - (1 + Math.floor(i / (READS / READS_EACH))) * step).toISOString(),
  }));
  for (let at = 0; at < READS; at += TOGETHER) await control('reads', reads.slice(at, at + TOGETHER));
  await control('delay', { ms: VENDOR_DELAY });
}

/** One warm-up round, then the rounds that count. */
async function ask(
  environment: Readonly<Record<string, string>>,
  { connections, days, seconds }: StepsOptions,
): Promise<LoadResult[]> {
  const demo = await startDemo(environment, 'build');
  try {
    const askers = await Promise.all(['adams', 'aurora'].map((name) => signInAtDemo(demo.file, name)));
    const port = Number(new URL(demo.file.gateway).port);
    const results: LoadResult[] = [];
    for (let turn = 0; turn <= ROUNDS; turn += 1) {
      const each = Math.ceil((MOST_PER_SECOND * seconds) / connections);
      const requests = makeRequests(askers, { connections, each, days, reads: READS, seed: turn });
      results.push(await load(port, requests, seconds * 1_000));
    }
    return results.slice(1);
  } finally {
    await demo.stop();
  }
}

function rowOf(results: readonly LoadResult[]): Row {
  const median = (of: (result: LoadResult) => number) =>
    round(
      quantile(
        results.map(of).sort((a, b) => a - b),
        0.5,
      ),
    );
  return {
    series: 'flock',
    name: `this gateway, its reads at a vendor who answers in ${VENDOR_DELAY} ms`,
    'releases/s': median(({ perSecond }) => perSecond),
    'p50 ms': median(({ p50 }) => p50),
    'p99 ms': median(({ p99 }) => p99),
    failures: results.reduce((sum, { failures }) => sum + failures, 0),
  };
}
