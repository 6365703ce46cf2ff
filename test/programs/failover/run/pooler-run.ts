/** Through PgBouncer with transaction pooling, as gateway/docs/database.md has it: reads may, the gateway's database may not. */
import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../../gateway/demo/free-port.ts';
import { findServerUser } from '../../../../gateway/demo/server-user.ts';
import { type Cluster, startCluster } from '../../faults/cluster/cluster.ts';
import type { FurnishedWorld } from '../../faults/cluster/world.ts';
import { ServerProcess } from '../servers/server-process.ts';
import { shareAndAsk } from './ask-once.ts';

export interface PoolerRun {
  readonly readsPooled: boolean;
  readonly gatewayRefused: boolean;
  readonly violations: readonly string[];
}

export async function goThroughPooler(
  world: FurnishedWorld,
  cluster: Cluster<FurnishedWorld>,
  environment: Readonly<Record<string, string>>,
): Promise<PoolerRun> {
  const port = await freePort();
  const pooler = await startPooler(world, port);
  const pooled = (url: string) => Object.assign(new URL(url), { port: String(port) }).href;
  const { gatewayUrl, readsUrl } = world.urls;
  const violations: string[] = [];
  try {
    const options = { count: 1, direct: true } as const;
    const reading = { ...environment, READS_DATABASE_URL: pooled(readsUrl) };
    const node = await startCluster(world, { ...options, environment: reading });
    const { status } = await shareAndAsk(world).finally(() => node.close());
    const readsPooled = status === 200;
    if (!readsPooled) violations.push(`reads through PgBouncer were answered ${status}`);
    const wrong = { ...environment, DATABASE_URL: pooled(gatewayUrl) };
    const refusal = await startCluster(world, { ...options, environment: wrong, within: 8_000 }).then(
      async (started) => started.close().then(() => ''),
      (error: Error) => error.message,
    );
    const gatewayRefused = refusal.includes('DATABASE_URL leads through a connection pooler');
    if (!gatewayRefused) violations.push('a node started on its own database through PgBouncer');
    return { readsPooled, gatewayRefused, violations };
  } finally {
    await world.proxies.order({ kind: 'nodes', ports: cluster.nodes.map(({ process }) => process.port) });
    await pooler.end('SIGINT');
  }
}

async function startPooler({ databasePort, directory, urls }: FurnishedWorld, port: number) {
  const user = findServerUser();
  const users = [urls.gatewayUrl, urls.readsUrl].map((url) => new URL(url));
  const [settings, secrets] = ['pgbouncer.ini', 'pgbouncer.users'].map((name) => join(directory, name)) as [
    string,
    string,
  ];
  await writeFile(
    settings,
    [
      '[databases]',
      `* = host=127.0.0.1 port=${databasePort}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = scram-sha-256',
      `auth_file = ${secrets}`,
      'pool_mode = transaction',
      'max_prepared_statements = 100',
      'ignore_startup_parameters = options,statement_timeout,idle_in_transaction_session_timeout,lock_timeout',
      '',
    ].join('\n'),
  );
  await writeFile(secrets, users.map(({ password, username }) => `"${username}" "${password}"\n`).join(''), {
    mode: 0o600,
  });
  if (user.uid !== undefined && user.gid !== undefined) await chown(secrets, user.uid, user.gid);
  const logFile = join(directory, 'pgbouncer.log');
  return new ServerProcess({ program: '/usr/sbin/pgbouncer', args: [settings], logFile, user });
}
