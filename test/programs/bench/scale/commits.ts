/**
 * How many releases 1, 2 and 4 nodes commit on one database: what waits for the head of the log, and what the CPU of
 * nodes and PostgreSQL costs a release. Without HTTP, identity and look-ups, so that the commit is what limits.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { generateLogKey } from '../../../../gateway/audit/checkpoint-signer.ts';
import { RUN_TYPESCRIPT } from '../../../setup/commands/run-typescript.ts';
import { createSharingFixture, type SharingFixture } from '../../../setup/database/sharing-fixture.ts';
import { stopRun } from '../../../setup/stop-run.ts';
import { cpuOfPostgres, spent } from '../query/cpu-of-processes.ts';
import { quantile } from '../support/quantile.ts';
import type { CommitCount, CommitOrder } from './commit-node.ts';

export interface Committed {
  readonly nodes: number;
  readonly perSecond: number;
  /** Releases that shared a transaction, on average. */
  readonly batch: number;
  /** Ms. */
  readonly p50: number;
  readonly p99: number;
  /** Of the time of the committing connections: how much they waited for a lock, and how much nobody asked them. */
  readonly waiting: number;
  readonly idle: number;
  /** µs a release. */
  readonly nodeCpu: number;
  readonly postgresCpu: number;
}

const NODES = [1, 2, 4];
/** As many as the fixture's partner may have. */
const OFFICERS = ['officer-1', 'officer-2', 'officer-3'];
const LOOK_EVERY = 20;

export async function measureCommits(seconds: number): Promise<Committed[]> {
  const directory = await mkdtemp(join(tmpdir(), 'alpr-scale-commits-'));
  await chmod(directory, 0o711);
  process.env.TEST_RUN_DIR = directory;
  try {
    const fixture = await createSharingFixture();
    const common = { logKey: generateLogKey(), plateSearch: randomBytes(32).toString('base64') };
    const measured: Committed[] = [];
    for (const nodes of NODES) measured.push(await measureNodes(fixture, nodes, common, seconds));
    await fixture.close();
    return measured;
  } finally {
    await stopRun(directory);
  }
}

async function measureNodes(
  { agencyId, databases, deps }: SharingFixture,
  nodes: number,
  common: Pick<CommitOrder, 'logKey' | 'plateSearch'>,
  seconds: number,
): Promise<Committed> {
  const { limits, owner, refusalsPerDay, rulesRevision } = deps;
  const order: CommitOrder = {
    url: databases.gatewayUrl,
    deps: { limits, owner, refusalsPerDay, rulesRevision },
    logOrigin: 'log.test/alpr',
    ...common,
    agencyId,
    officers: OFFICERS,
    milliseconds: seconds * 1_000,
  };
  const running = Array.from({ length: nodes }, () => new CommittingNode(order));
  await Promise.all(running.map(({ begun }) => begun));
  const before = cpuOfPostgres();
  const counting = Promise.all(running.map(({ count }) => count));
  const states = await watch(databases.superuserUrl, counting);
  const counts = await counting;
  const postgres = spent(before, cpuOfPostgres());
  await Promise.all(running.map((node) => node.end()));
  const sum = (of: (count: CommitCount) => number) => counts.reduce((total, count) => total + of(count), 0);
  const releases = sum((count) => count.releases);
  const latencies = counts.flatMap((count) => count.latencies).sort((x, y) => x - y);
  return {
    nodes,
    perSecond: releases / seconds,
    batch: releases / sum(({ batches }) => batches),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    ...states,
    nodeCpu: (sum(({ cpu }) => cpu) * 1e6) / releases,
    postgresCpu: (postgres * 1e6) / releases,
  };
}

class CommittingNode {
  readonly #child: ChildProcess;
  /** It is warm, and counts from now on. */
  readonly begun: Promise<unknown>;
  readonly count: Promise<CommitCount>;

  constructor(order: CommitOrder) {
    const file = fileURLToPath(new URL('./commit-node.ts', import.meta.url));
    this.#child = fork(file, [], { execArgv: [...RUN_TYPESCRIPT] });
    const said = (wanted: (message: unknown) => boolean) =>
      new Promise<unknown>((resolve, reject) => {
        this.#child.on('message', (message) => {
          if (wanted(message)) resolve(message);
        });
        this.#child.once('exit', (code) => reject(new Error(`a committing node ended with ${code}`)));
      });
    this.begun = said((message) => message === 'begun');
    this.count = said((message) => message !== 'begun') as Promise<CommitCount>;
    this.#child.send(order);
  }

  async end(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }
}

/** Looks at the committing connections until the counting is over. @param url as superuser: others see no waiting */
async function watch(
  url: string,
  counting: Promise<unknown>,
): Promise<{ readonly waiting: number; readonly idle: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let over = false;
  const end = () => {
    over = true;
  };
  counting.then(end, end);
  const seen = { all: 0, waiting: 0, idle: 0 };
  while (!over) {
    const { rows } = await client.query(
      `SELECT count(*) AS all, count(*) FILTER (WHERE wait_event_type = 'Lock') AS waiting,
         count(*) FILTER (WHERE wait_event = 'ClientRead') AS idle
       FROM pg_stat_activity WHERE application_name = 'gateway-commit'`,
    );
    seen.all += Number(rows[0].all);
    seen.waiting += Number(rows[0].waiting);
    seen.idle += Number(rows[0].idle);
    await pause(LOOK_EVERY);
  }
  await client.end();
  return { waiting: seen.waiting / seen.all, idle: seen.idle / seen.all };
}
