/** PostgreSQL servers under Patroni, one etcd, and HAProxy before them: in one directory, on free ports, as `postgres`. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../../../../gateway/demo/free-port.ts';
import { findServerUser, type ServerUser } from '../../../../gateway/demo/server-user.ts';
import { POSTGRES_BIN } from '../../../setup/debian-packages.ts';
import { eventually } from '../../../setup/eventually.ts';
import { ownDirectory } from './own-directory.ts';
import { haproxyConfig, type MemberConfig, patroniConfig } from './patroni-config.ts';
import { ServerProcess } from './server-process.ts';

/** Ms that a server may take to come, or to come back: two cores, and a copy of the whole database. */
const PATIENCE = 120_000;

export interface Member extends MemberConfig {
  process: ServerProcess;
}

export interface PatroniClusterOptions {
  readonly directory: string;
  readonly servers: number;
  readonly progress: (words: string) => void;
}

/** How Patroni says that a member is. */
interface MemberState {
  readonly name: string;
  readonly role: string;
  readonly state: string;
}

export class PatroniCluster {
  readonly port: number;
  readonly members: readonly Member[];
  readonly #others: readonly ServerProcess[];
  readonly #user: ServerUser;
  readonly #directory: string;

  private constructor(parts: {
    readonly port: number;
    readonly members: readonly Member[];
    readonly others: readonly ServerProcess[];
    readonly user: ServerUser;
    readonly directory: string;
  }) {
    this.port = parts.port;
    this.members = parts.members;
    this.#others = parts.others;
    this.#user = parts.user;
    this.#directory = parts.directory;
  }

  static async start({ directory, progress, servers }: PatroniClusterOptions): Promise<PatroniCluster> {
    const user = findServerUser();
    const [etcdPort, peerPort, port] = [await freePort(), await freePort(), await freePort()];
    progress('starting etcd');
    const etcdDir = await ownDirectory(join(directory, 'etcd'), user);
    const etcd = new ServerProcess({
      program: '/usr/bin/etcd',
      args: [
        ...['--name', 'one', '--data-dir', etcdDir, '--log-level', 'error', '--unsafe-no-fsync'],
        ...['--listen-client-urls', url(etcdPort), '--advertise-client-urls', url(etcdPort)],
        ...['--listen-peer-urls', url(peerPort), '--initial-advertise-peer-urls', url(peerPort)],
        ...['--initial-cluster', `one=${url(peerPort)}`],
      ],
      logFile: join(directory, 'etcd.log'),
      user,
    });
    await eventually(
      () =>
        fetch(`${url(etcdPort)}/health`).then(
          ({ ok }) => ok,
          () => false,
        ),
      PATIENCE,
    );
    const archive = await ownDirectory(join(directory, 'archive'), user);
    const password = randomBytes(18).toString('base64url');
    const members: Member[] = [];
    for (let i = 1; i <= servers; i += 1) {
      const name = `server-${i}`;
      await ownDirectory(join(directory, name), user);
      const config: MemberConfig = {
        ...{ name, password, etcdPort, bin: POSTGRES_BIN, archive },
        ...{
          dataDir: join(directory, name, 'data'),
          postgresPort: await freePort(),
          restPort: await freePort(),
        },
      };
      await writeFile(join(directory, `${name}.yml`), patroniConfig(config), { mode: 0o644 });
      progress(`starting Patroni with PostgreSQL 17, ${name}`);
      members.push({ ...config, process: startPatroni(directory, name, user) });
      // The first makes the cluster; the others copy it.
      if (i === 1) await eventually(async () => (await roleOf(members[0] as Member)) === 'primary', PATIENCE);
    }
    await writeFile(join(directory, 'haproxy.cfg'), haproxyConfig(port, members), { mode: 0o644 });
    const haproxy = new ServerProcess({
      program: '/usr/sbin/haproxy',
      args: ['-db', '-f', join(directory, 'haproxy.cfg')],
      logFile: join(directory, 'haproxy.log'),
      user,
    });
    process.once('exit', () => members.forEach(leaveNothing));
    const cluster = new PatroniCluster({ port, members, others: [haproxy, etcd], user, directory });
    progress('waiting until the servers follow each other');
    await cluster.whole();
    return cluster;
  }

  /** As a superuser, through HAProxy. */
  url(
    database: string,
    login = { user: 'postgres', password: (this.members[0] as Member).password },
  ): string {
    return `postgres://${login.user}:${login.password}@127.0.0.1:${this.port}/${database}`;
  }

  /** Resolves to the primary; null while there is none. */
  async primary(): Promise<Member | null> {
    for (const member of this.members) if ((await roleOf(member)) === 'primary') return member;
    return null;
  }

  /** Every server follows, and the primary waits for one of them with each commit, where it is to. */
  async whole(synchronous = true): Promise<void> {
    const followers = this.members.length - 1;
    await eventually(async () => {
      const states = await this.#states();
      const streaming = states.filter(({ state }) => state === 'streaming').length;
      const held = states.some(({ role }) => role === 'sync_standby' || role === 'quorum_standby');
      return streaming === followers && held === synchronous;
    }, PATIENCE);
    await eventually(
      () =>
        this.say('SELECT 1').then(
          () => true,
          () => false,
        ),
      PATIENCE,
    );
  }

  /** `kill -9`, of the server's first process, and of Patroni beside it, as where the machine is gone. */
  async kill(member: Member, what: 'machine' | 'server'): Promise<void> {
    const pid = Number.parseInt(await readFile(join(member.dataDir, 'postmaster.pid'), 'utf8'), 10);
    if (what === 'machine') await Promise.all([member.process.end('SIGKILL'), killed(pid)]);
    else await killed(pid);
  }

  /** Patroni is started again; it rewinds what the others never had, and follows. */
  restart(member: Member): void {
    if (!member.process.running) member.process = startPatroni(this.#directory, member.name, this.#user);
  }

  /** Of the running configuration, on all servers. */
  async configure(changes: object): Promise<void> {
    const member = (await this.primary()) as Member;
    const answer = await fetch(`${url(member.restPort)}/config`, {
      method: 'PATCH',
      body: JSON.stringify(changes),
    });
    if (!answer.ok) throw new Error(`Patroni refused its new configuration: ${answer.status}`);
  }

  async say(
    statement: string,
    to: { readonly postgresPort: number } | null = null,
  ): Promise<pg.QueryResult['rows']> {
    const address = new URL(this.url('postgres'));
    if (to !== null) address.port = String(to.postgresPort);
    const client = new pg.Client({ connectionString: address.href, query_timeout: 10_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(statement)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    // Replicas first: a primary does not stop before its standby has everything.
    const primary = await this.primary();
    for (const member of this.members) if (member !== primary) await member.process.end();
    await primary?.process.end();
    for (const process of this.#others) await process.end();
  }

  async #states(): Promise<readonly MemberState[]> {
    for (const { restPort } of this.members) {
      const answer = await ask(`${url(restPort)}/cluster`);
      if (answer !== null) return ((await answer.json()) as { members: MemberState[] }).members;
    }
    return [];
  }
}

/** PostgreSQL outlives Patroni: a suite that is ended from outside leaves no server behind. */
function leaveNothing({ dataDir }: Member): void {
  try {
    process.kill(Number.parseInt(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8'), 10), 'SIGQUIT');
  } catch {
    // It has gone before.
  }
}

const url = (port: number) => `http://127.0.0.1:${port}`;

const ask = (address: string): Promise<Response | null> =>
  fetch(address, { signal: AbortSignal.timeout(2_000) }).catch(() => null);

async function roleOf({ restPort }: Member): Promise<'primary' | 'other'> {
  const answer = await ask(`${url(restPort)}/primary`);
  await answer?.arrayBuffer();
  return answer?.status === 200 ? 'primary' : 'other';
}

function startPatroni(directory: string, name: string, user: ServerUser): ServerProcess {
  return new ServerProcess({
    program: '/usr/bin/patroni',
    args: [join(directory, `${name}.yml`)],
    logFile: join(directory, `${name}.log`),
    user,
  });
}

async function killed(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await eventually(async () => {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    return state === null || state.includes(') Z ');
  });
}
