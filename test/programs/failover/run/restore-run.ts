/** A base backup and the archived WAL, restored to a point in time: the log forgets what came after, and nobody goes on unasked. */
import { execFile } from 'node:child_process';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findServerUser } from '../../../../gateway/demo/server-user.ts';
import { runCli } from '../../../setup/commands/run-cli.ts';
import { POSTGRES_BIN } from '../../../setup/debian-packages.ts';
import { type Cluster, startCluster } from '../../faults/cluster/cluster.ts';
import type { FurnishedWorld } from '../../faults/cluster/world.ts';
import { issueGrant } from '../../faults/load/administrator.ts';
import type { History } from '../../faults/load/history.ts';
import { ownDirectory } from '../servers/own-directory.ts';
import type { Member, PatroniCluster } from '../servers/patroni-cluster.ts';
import { administratorsOf, askOnce, castOf, shareAndAsk } from './ask-once.ts';

export interface RestoreRun {
  /** Entries of the log after the point to which it was restored. */
  readonly forgotten: number;
  readonly nodeRefused: boolean;
  readonly haltedAfterwards: boolean;
  readonly grantsEnded: boolean;
  readonly sharedAgain: boolean;
  readonly violations: readonly string[];
}

export interface Backup {
  readonly directory: string;
  readonly size: number;
}

const POINT = 'before_the_revoke';
const run = promisify(execFile);
const asServer = { ...findServerUser(), cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } };

/** Takes the backup, shares with the first partner, names the point, and revokes after it. */
export async function backUpAndRevoke(servers: PatroniCluster, world: FurnishedWorld): Promise<Backup> {
  const primary = (await servers.primary()) as Member;
  const directory = await ownDirectory(join(world.directory, 'restored'), findServerUser());
  const env = { ...asServer.env, PGPASSWORD: primary.password };
  const from = ['--host=127.0.0.1', `--port=${primary.postgresPort}`, '--username=replicator'];
  await run(
    join(POSTGRES_BIN, 'pg_basebackup'),
    [...from, `--pgdata=${directory}`, '--checkpoint=fast', '--wal-method=stream'],
    { ...asServer, env },
  );
  const { first, ori } = castOf(world);
  const both = administratorsOf(world);
  if ((await shareAndAsk(world)).status !== 200) throw new Error('the first partner was not answered');
  await servers.say(`SELECT pg_create_restore_point('${POINT}')`);
  const { rows } = await world.owner.query('SELECT max(size) AS size FROM log_checkpoint');
  const history: History = { attempts: [], lowered: [] };
  const { status } = await both[0].lower(history, first.ori, `/v1/agencies/${ori}/revoke`);
  if (status !== 200) throw new Error('the first partner could not be revoked');
  for (let i = 0; i < 20; i += 1) await askOnce(world);
  await servers.say('SELECT pg_switch_wal()');
  for (const administrator of both) administrator.close();
  return { directory, size: rows[0].size as number };
}

/** The way back of gateway/docs/database.md, on the address that the nodes know. */
export async function restore(
  servers: PatroniCluster,
  world: FurnishedWorld,
  { directory, size }: Backup,
  environment: Readonly<Record<string, string>>,
): Promise<RestoreRun> {
  const violations: string[] = [];
  const expectThat = (what: string, holds: boolean) => {
    if (!holds) violations.push(what);
    return holds;
  };
  const archive = (servers.members[0] as Member).archive;
  const { rows } = await world.owner.query('SELECT max(size) AS size FROM log_checkpoint');
  await servers.close();
  await startRestored({ directory, archive, port: servers.port });
  try {
    const options = { count: 1, direct: true } as const;
    const settings = { ...environment, REQUIRE_SYNCHRONOUS_COMMIT: 'false' };
    const refused = await startCluster(world, { ...options, environment: settings, within: 8_000 }).then(
      async (cluster) => cluster.close().then(() => ''),
      (error: Error) => error.message,
    );
    const nodeRefused = expectThat(
      'a node started on a log that lacks what it had seen',
      refused.includes('lacks entries that this gateway had seen'),
    );
    const origin = 'log.test/restored';
    const adopted = await runCli(['log', 'adopt', '--confirm', '--json'], {
      OWNER_DATABASE_URL: world.urls.gatewayOwnerUrl,
      DATA_DIR: join(world.directory, 'data'),
      LOG_ORIGIN: origin,
    });
    if (adopted.code !== 0) throw new Error(`log adopt failed: ${adopted.stderr}`);
    const cluster = await startCluster(world, {
      ...options,
      environment: { ...settings, LOG_ORIGIN: origin },
    });
    try {
      return {
        forgotten: rows[0].size - size,
        nodeRefused,
        ...(await goOn(cluster, expectThat)),
        violations,
      };
    } finally {
      await cluster.close();
    }
  } finally {
    await run(join(POSTGRES_BIN, 'pg_ctl'), ['-D', directory, 'stop', '-m', 'fast', '-s'], asServer);
  }
}

type Expect = (what: string, holds: boolean) => boolean;

async function goOn({ world }: Cluster<FurnishedWorld>, expectThat: Expect) {
  const both = administratorsOf(world);
  const { ori } = castOf(world);
  const reasons = async () => JSON.stringify((await askOnce(world)).body);
  const haltedAfterwards = expectThat(
    'a restored log shared before anybody looked',
    (await reasons()).includes('sharing_halted'),
  );
  const { body } = await both[0].ask('GET', '/v1/grants?status=active');
  const grantsEnded = expectThat('a grant outlived a restore', JSON.stringify(body).includes('"grants":[]'));
  for (const administrator of both) {
    await administrator.ask('POST', '/v1/sharing/resume', { reason: 'looked at the grants and the log' });
  }
  expectThat('the revoked partner was answered', (await askOnce(world)).status === 403);
  await issueGrant(both, ori);
  const sharedAgain = expectThat('sharing did not go on', (await askOnce(world)).status === 200);
  for (const administrator of both) administrator.close();
  return { haltedAfterwards, grantsEnded, sharedAgain };
}

async function startRestored(of: {
  readonly directory: string;
  readonly archive: string;
  readonly port: number;
}): Promise<void> {
  const { archive, directory, port } = of;
  const settings = [
    `restore_command = 'cp ${archive}/%f %p'`,
    `recovery_target_name = '${POINT}'`,
    "recovery_target_action = 'promote'",
    "synchronous_standby_names = ''",
    "archive_mode = 'off'",
    "primary_conninfo = ''",
    "primary_slot_name = ''",
    "listen_addresses = '127.0.0.1'",
    `port = ${port}`,
    `hba_file = '${directory}/pg_hba.conf'`,
    `ident_file = '${directory}/pg_ident.conf'`,
    'max_connections = 150',
    '',
  ];
  await appendFile(join(directory, 'postgresql.auto.conf'), settings.join('\n'));
  await writeFile(join(directory, 'recovery.signal'), '');
  // Patroni's own file of access lies in the directory; what it wrote into postgresql.conf is overruled above.
  const log = join(directory, 'restored.log');
  await run('chown', ['-R', '--reference', join(directory, 'PG_VERSION'), directory]);
  await run(join(POSTGRES_BIN, 'pg_ctl'), ['-D', directory, 'start', '-w', '-s', '-l', log], asServer);
}
