/** Two PostgreSQL servers, the second of which follows the first and holds each commit: what a failover begins with. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../gateway/demo/embedded-postgres.ts';
import { provisionDatabases } from '../../../gateway/demo/provision-databases.ts';
import { openChangingAddress } from '../changing-address.ts';
import { eventually } from '../eventually.ts';
import { pidFileOf } from './end-postgres.ts';
import type { TestDatabases } from './test-databases.ts';

export interface ServerPair {
  /** On the first server. */
  readonly databases: TestDatabases;
  readonly first: EmbeddedPostgres;
  readonly second: EmbeddedPostgres;
  /** As a superuser, at the first server unless the second is named. */
  say(statement: string, server?: EmbeddedPostgres): Promise<Record<string, unknown>[]>;
  /** For new sessions and those that are open. */
  nameStandbys(names: string): Promise<void>;
  /** Ends the second server, or starts it again. */
  stopSecond(): Promise<void>;
  startSecond(): Promise<void>;
  /** The second server hears nothing of the first any more. */
  deafenSecond(): Promise<void>;
  /** And again it does. */
  hearAgain(): Promise<void>;
  /** It takes writes from now on. */
  promoteSecond(): Promise<void>;
  /** As if its machine were gone: `kill -9`. */
  killFirst(): Promise<void>;
  close(): Promise<void>;
}

const NAME = 'second';
const SETTINGS = {
  max_connections: '60',
  shared_buffers: '32MB',
  wal_keep_size: '256MB',
  wal_retrieve_retry_interval: '200ms',
};
/** A port at which nothing listens. */
const NOBODY = 1;

export async function startServerPair(): Promise<ServerPair> {
  const directory = await mkdtemp(join(tmpdir(), 'pair-'));
  // PostgreSQL's own user has to pass through it.
  await chmod(directory, 0o711);
  const firstDir = join(directory, 'first');
  const secondDir = join(directory, 'second');
  const began = await startEmbeddedPostgres({ dataDir: firstDir, port: 0, settings: SETTINGS });
  const port = began.port;
  const urls = await provisionDatabases(began);
  await began.stop();
  // With owners and modes.
  await promisify(execFile)('cp', ['--archive', began.dataDir, secondDir]);
  const signal = join(secondDir, 'cluster', 'standby.signal');
  await writeFile(signal, '');
  await chmod(signal, 0o666);
  const first = await startEmbeddedPostgres({ dataDir: firstDir, port, settings: SETTINGS });
  const { password, user: login } = first.superuser;
  const link = await openChangingAddress(port);
  const conninfo = `host=127.0.0.1 port=${link.port} user=${login} password=${password} application_name=${NAME}`;
  const startSecond = (at: number) =>
    startEmbeddedPostgres({
      dataDir: secondDir,
      port: at,
      settings: { ...SETTINGS, primary_conninfo: conninfo, hot_standby: 'on' },
    });
  const second = await startSecond(0);
  const say: ServerPair['say'] = async (statement, server = first) => {
    const client = new pg.Client({ connectionString: server.url('postgres') });
    await client.connect();
    try {
      return (await client.query(statement)).rows;
    } finally {
      await client.end();
    }
  };
  const isFollowed = async () =>
    (await say(`SELECT FROM pg_stat_replication WHERE state = 'streaming'`)).length === 1;
  const nameStandbys = async (names: string) => {
    await say(`ALTER SYSTEM SET synchronous_standby_names = '${names}'`);
    await say('SELECT pg_reload_conf()');
    await eventually(
      async () => (await say('SHOW synchronous_standby_names'))[0]?.synchronous_standby_names === names,
    );
  };
  await eventually(isFollowed);
  await nameStandbys(NAME);
  return {
    databases: { ...urls, superuserUrl: first.url('postgres'), drop: async () => undefined },
    first,
    second,
    say,
    nameStandbys,
    stopSecond: () => second.stop(),
    startSecond: async () => {
      await startSecond(second.port);
      await eventually(isFollowed);
    },
    deafenSecond: () => link.leadTo(NOBODY),
    hearAgain: async () => {
      await link.leadTo(port);
      await eventually(isFollowed);
    },
    promoteSecond: async () => {
      await say('SELECT pg_promote()', second);
    },
    killFirst: () => killServer(first),
    close: async () => {
      await Promise.all([killServer(first), killServer(second)]);
      await link.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** `kill -9` of the server's first process; the others end by themselves when they notice. */
async function killServer({ dataDir }: EmbeddedPostgres): Promise<void> {
  const file = pidFileOf(dataDir);
  if (!existsSync(file)) return;
  const pid = Number.parseInt(await readFile(file, 'utf8'), 10);
  if (!existsSync(`/proc/${pid}`)) return;
  process.kill(pid, 'SIGKILL');
  await eventually(() => !existsSync(`/proc/${pid}`));
}
