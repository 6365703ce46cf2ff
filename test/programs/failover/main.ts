/**
 * `npm run test:failover -- [--kills N]`: the primary is killed under load; what was acknowledged must be there afterwards.
 * Then what asynchronous replication forgets, and a backup restored to a point in time. Exits 1 if anything was violated.
 */
import { rm } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { FOR_FAILOVER, requirePackages } from '../../setup/debian-packages.ts';
import { runHarness } from '../../setup/run-harness.ts';
import { quantile } from '../bench/support/quantile.ts';
import { startCluster } from '../faults/cluster/cluster.ts';
import { furnishWorld, makeDirectory } from '../faults/cluster/world.ts';
import { type KillReport, killAgainAndAgain } from './run/kill-run.ts';
import { goThroughPooler, type PoolerRun } from './run/pooler-run.ts';
import { backUpAndRevoke, type RestoreRun, restore } from './run/restore-run.ts';
import { forgetTail, type TailRun } from './run/tail-run.ts';
import { PatroniCluster } from './servers/patroni-cluster.ts';

interface Options {
  readonly kills: number;
  readonly servers: number;
  readonly json?: true;
}

const ENVIRONMENT = { REQUIRE_SYNCHRONOUS_COMMIT: 'true', LOG_HEAD_EVERY_S: '0' };

const whole =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`give a whole number, ${least} or more`);
    return value;
  };

async function failover({ json, kills, servers: count }: Options): Promise<void> {
  const began = performance.now();
  const progress = (words: string) =>
    process.stderr.write(`[${Math.round((performance.now() - began) / 1_000)} s] ${words}\n`);
  const print = (row: object, words: string) =>
    process.stdout.write(json ? `${JSON.stringify(row)}\n` : `${words}\n`);
  await requirePackages(FOR_FAILOVER, progress);
  const directory = await makeDirectory('alpr-gateway-failover-');
  const servers = await PatroniCluster.start({ directory, servers: count, progress });
  try {
    progress('making the databases, and two gateway nodes');
    const server = { port: servers.port, url: servers.url.bind(servers) };
    const world = await furnishWorld(directory, server);
    try {
      const cluster = await startCluster(world, { count: 2, direct: true, environment: ENVIRONMENT });
      progress(`killing the primary ${kills} times`);
      const report = (one: KillReport) => print({ step: 'kill', ...one }, describeKill(one));
      const killed = await killAgainAndAgain({ servers, cluster, kills, report, explain: progress });
      progress('asking through PgBouncer');
      const pooled = await goThroughPooler(world, cluster, ENVIRONMENT);
      print({ step: 'pooler', ...pooled }, describePooler(pooled));
      progress('backing up, and revoking after it');
      const backup = await backUpAndRevoke(servers, world);
      progress('the counter-run: asynchronous replication forgets a tail');
      const tail = await forgetTail(servers, cluster, ENVIRONMENT);
      print({ step: 'tail', ...tail }, describeTail(tail));
      progress('restoring the backup to the point before the revoke');
      const restored = await restore(servers, world, backup, ENVIRONMENT);
      print({ step: 'restore', ...restored }, describeRestore(restored));
      const others = [pooled, tail, restored].flatMap((one) => one.violations);
      const { attempts, heads, kills: each, lists, releases, revokes } = killed;
      // A run in which nothing happened has shown nothing.
      const idle = Object.entries({ releases, revokes, lists, heads }).flatMap(([what, count]) =>
        count > 0 ? [] : [`there were no ${what}`],
      );
      const examples = [...killed.examples, ...others, ...idle];
      const violations = killed.violations + others.length + idle.length;
      const sum = {
        ...{ step: 'all', seconds: Math.round((performance.now() - began) / 1_000), kills: each.length },
        ...{ attempts, releases, revokes, lists, heads, withoutService: secondsOf(each) },
        ...{ violations, examples },
      };
      print(sum, describe(sum));
      if (violations > 0) process.exitCode = 1;
    } finally {
      await world.close();
    }
  } finally {
    await servers.close();
    await rm(directory, { recursive: true, force: true });
  }
}

function secondsOf(kills: readonly KillReport[]) {
  const sorted = kills.map(({ withoutService }) => withoutService).sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), worst: sorted.at(-1) };
}

const describePooler = ({ gatewayRefused, readsPooled }: PoolerRun) =>
  `Through PgBouncer: reads ${readsPooled}; the gateway's own database refused ${gatewayRefused}.`;

const describeTail = ({ forgotten, nodesStopped, refusedUnheld, restartRefused }: TailRun) =>
  `Asynchronous: refused ${refusedUnheld} where held commits are required. Otherwise ${forgotten} acknowledged entries were ` +
  `forgotten; nodes stopped ${nodesStopped}, and again when started ${restartRefused}.`;

const describeRestore = ({
  forgotten,
  grantsEnded,
  haltedAfterwards,
  nodeRefused,
  sharedAgain,
}: RestoreRun) =>
  `Restored without ${forgotten} entries: node refused ${nodeRefused}; then halted ${haltedAfterwards}, grants ended ` +
  `${grantsEnded}, shared again ${sharedAgain}.`;

const describeKill = ({ elected, kill, of, violations, withoutService }: KillReport) =>
  `Kill ${kill} (${of}): another server after ${elected} s, service after ${withoutService} s${violations.map((one) => `; ${one}`).join('')}`;

function describe(sum: {
  readonly attempts: number;
  readonly releases: number;
  readonly revokes: number;
  readonly heads: number;
  readonly withoutService: { readonly median: number; readonly worst: number | undefined };
  readonly violations: number;
  readonly examples: readonly string[];
}): string {
  const { median, worst } = sum.withoutService;
  return [
    `${sum.attempts} queries, ${sum.releases} releases, ${sum.revokes} revocations, ${sum.heads} heads of the log.`,
    `Without service: ${median} s (median), ${worst} s at worst.`,
    sum.violations === 0 ? 'No violation.' : `${sum.violations} violations: ${sum.examples.join('; ')}`,
  ].join('\n');
}

const program = new Command('test:failover')
  .description(
    'PostgreSQL 17 under Patroni, etcd and HAProxy, two gateway nodes under load: kills the primary again and again, and ' +
      'compares what was acknowledged with the log. Installs what is missing from Debian as root. At most 15 minutes.',
  )
  .option('--kills <number>', 'how often the primary is killed', whole(1), 20)
  .option('--servers <number>', 'PostgreSQL servers', whole(2), 2)
  .option('--json', 'one JSON object a line')
  .action(failover);

await runHarness(program);
