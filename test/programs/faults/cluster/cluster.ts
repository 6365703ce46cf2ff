/** Gateway nodes on one database, each behind a proxy of its own to it, all behind one in front. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { programArguments } from '../../../setup/program-arguments.ts';
import { ROOT } from '../../../setup/source-files.ts';
import { GatewayProcess, type Stop } from './gateway-process.ts';
import type { Impairment } from './tcp-proxy.ts';
import { type FurnishedWorld, LOG_ORIGIN, type World } from './world.ts';

export interface ClusterNode {
  readonly process: GatewayProcess;
  /** Between this node and the database, from now on; nothing any more where none is given. */
  impair(...impairments: readonly Impairment[]): Promise<unknown>;
  cut(share: number): Promise<unknown>;
  halfClose(share: number): Promise<unknown>;
}

/** What a node wrote, and what was done to its process meanwhile. */
export interface NodeTrace {
  /** See `preload/trace-writes.ts`. */
  readonly lines: readonly string[];
  readonly stops: readonly Stop[];
  readonly kills: number;
}

export interface Cluster<W extends FurnishedWorld = World> {
  readonly world: W;
  readonly nodes: readonly ClusterNode[];
  /** Undoes every fault: nodes run, proxies pass, all are ready. */
  heal(): Promise<void>;
  /** Of each node, since the last call of `forgetTraces`. */
  readTraces(): Promise<NodeTrace[]>;
  forgetTraces(): Promise<void>;
  close(): Promise<void>;
}

const NO_LIMIT = '1000000000';

export interface ClusterOptions {
  readonly count?: number;
  /** A changed copy of the source; default: the repository itself. */
  readonly source?: string;
  /** The nodes run what was built, straight on the database: nothing can be impaired then. */
  readonly measured?: boolean;
  /** Straight on the database. */
  readonly direct?: boolean;
  /** Ms that a node may take to start; default: two minutes. */
  readonly within?: number;
  /** Further settings of the nodes. */
  readonly environment?: Readonly<Record<string, string>>;
}

export async function startCluster<W extends FurnishedWorld>(
  world: W,
  {
    count = 3,
    source = ROOT,
    measured = false,
    direct = measured,
    within,
    environment: further,
  }: ClusterOptions = {},
): Promise<Cluster<W>> {
  const { directory, proxies, publicUrl, redis, urls } = world;
  const nodes: ClusterNode[] = [];
  for (let i = 1; i <= count; i += 1) {
    const port = await proxies.order({ kind: 'database', node: i, target: world.databasePort });
    const through = (url: string) =>
      direct ? url : Object.assign(new URL(url), { port: String(port) }).href;
    const environment = {
      DATA_DIR: join(directory, 'data'),
      DATABASE_URL: through(urls.gatewayUrl),
      READS_DATABASE_URL: urls.readsUrl,
      REDIS_URL: redis?.url ?? '',
      PUBLIC_URL: publicUrl,
      LOG_ORIGIN,
      LOG_LEVEL: 'warn',
      APPROVAL_SECOND_FACTOR: 'off',
      RATE_LIMIT_PER_MINUTE: '100000000',
      // The cast's tokens outlive the longest run.
      MAX_TOKEN_SECONDS: '86400',
      LOG_ENTRY_DELAY_MS: '0',
      LOG_HEAD_EVERY_S: '0',
      AGENCY_RECORDS_PER_DAY: NO_LIMIT,
      OFFICER_RECORDS_PER_DAY: NO_LIMIT,
      OFFICER_QUERIES_PER_DAY: NO_LIMIT,
      PATTERN_QUERIES_PER_DAY: NO_LIMIT,
      ...further,
    };
    const program = measured
      ? [join(source, 'dist/gateway/cli.js')]
      : programArguments('gateway/cli.ts', source);
    const trace = join(directory, `trace-${i}`);
    await writeFile(trace, '');
    nodes.push({
      process: await GatewayProcess.create({ name: `${i}`, program, environment, trace }),
      impair: (...impairments) => proxies.order({ kind: 'impair', node: i, impairments }),
      cut: (share) => proxies.order({ kind: 'cut', node: i, share }),
      halfClose: (share) => proxies.order({ kind: 'half-close', node: i, share }),
    });
  }
  const heal = async () => {
    await Promise.all(
      nodes.map(async ({ impair, process }) => {
        await impair();
        process.signal('SIGCONT');
        if (!process.running) await process.start(within);
        while (!(await process.isReady())) await pause(100);
      }),
    );
  };
  const stop = async () => {
    await Promise.all(nodes.map(({ process }) => process.stop()));
  };
  await heal().catch(async (error) => {
    await stop();
    throw error;
  });
  await proxies.order({ kind: 'nodes', ports: nodes.map((node) => node.process.port) });
  return {
    world,
    nodes,
    heal,
    readTraces: () =>
      Promise.all(
        nodes.map(async ({ process: { kills, options, stops } }) => {
          const text = await readFile(options.trace, 'utf8');
          return { lines: text.split('\n').filter((line) => line !== ''), stops, kills };
        }),
      ),
    // The nodes have the files open for appending: emptied, they go on from the beginning.
    forgetTraces: async () => {
      for (const { process } of nodes) await process.forget();
    },
    close: stop,
  };
}
