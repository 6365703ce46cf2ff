/** One PostgreSQL, an issuer, nginx as in `deploy/`, and two places for nodes, of whichever version. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../gateway/demo/embedded-postgres.ts';
import { freePort } from '../../../gateway/demo/free-port.ts';
import { type Certificate, makeCertificate } from '../../deploy/certificates.ts';
import { NGINX, type RunningNginx, startNginx } from '../../deploy/start-nginx.ts';
import { eventually } from '../../setup/eventually.ts';
import { type Cast, createCast } from '../faults/cluster/identities.ts';
import type { Version } from './versions.ts';

export const OWNER = 'CO0010300';
export const PLATE = 'UPG0001';
const LOG_ORIGIN = 'log.test/upgrade';
const PATIENCE = 120_000;
const MINUTE = 60_000;
const MANY = '100000000';
const LOGINS = [
  "CREATE ROLE alpr_owner LOGIN PASSWORD 'x'",
  'CREATE DATABASE gateway OWNER alpr_owner',
  'CREATE DATABASE reads OWNER alpr_owner',
  'CREATE ROLE gateway_app NOLOGIN',
  'CREATE ROLE reads_reader NOLOGIN',
  "CREATE ROLE gateway LOGIN PASSWORD 'x' IN ROLE gateway_app",
  "CREATE ROLE gateway_reads LOGIN PASSWORD 'x' IN ROLE reads_reader",
];

export class Site {
  readonly directory: string;
  readonly publicUrl: string;
  readonly cast: Cast;
  readonly certificate: Certificate;
  readonly #server: EmbeddedPostgres;
  readonly #ports: readonly number[];
  readonly #nginx: RunningNginx;
  readonly #nodes: (ChildProcess | null)[] = [null, null];

  private constructor(
    directory: string,
    parts: {
      server: EmbeddedPostgres;
      cast: Cast;
      certificate: Certificate;
      nginx: RunningNginx;
      ports: number[];
    },
    publicUrl: string,
  ) {
    this.directory = directory;
    this.publicUrl = publicUrl;
    this.cast = parts.cast;
    this.certificate = parts.certificate;
    this.#server = parts.server;
    this.#ports = parts.ports;
    this.#nginx = parts.nginx;
  }

  /** @throws Error that says what to install where there is no nginx */
  static async open(directory: string): Promise<Site> {
    if (NGINX === undefined) throw new Error('install nginx (Debian: `apt-get install nginx-light`)');
    chmodSync(directory, 0o711);
    const settings = { max_connections: '300' };
    const server = await startEmbeddedPostgres({ dataDir: join(directory, 'postgres'), port: 0, settings });
    for (const statement of LOGINS) await asSuperuser(server, statement);
    const [port, plain, ...ports] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
    const publicUrl = `https://127.0.0.1:${port}`;
    const certificate = makeCertificate(directory, 'gateway');
    mkdirSync(join(directory, 'nginx'));
    const nginx = await startNginx({
      directory: join(directory, 'nginx'),
      files: ['deploy/nginx/alpr.conf', 'deploy/nginx/nodes.conf'],
      replaced: {
        'listen 443': `listen 127.0.0.1:${port}`,
        'listen 80': `listen 127.0.0.1:${plain}`,
        'server 127.0.0.1:8080': `server 127.0.0.1:${ports[0]}`,
        'server 127.0.0.1:8090': `server 127.0.0.1:${ports[1]}`,
        '/etc/nginx/alpr/server.pem': certificate.certificateFile,
        '/etc/nginx/alpr/server-key.pem': certificate.keyFile,
        '/etc/nginx/alpr/partners-ca.pem': certificate.certificateFile,
      },
      port,
    });
    const cast = await createCast(publicUrl);
    return new Site(directory, { server, cast, certificate, nginx, ports }, publicUrl);
  }

  #environment(): Record<string, string> {
    const url = (database: string, user: string) => this.#server.url(database, { user, password: 'x' });
    return {
      ...{ PATH: process.env.PATH ?? '', HOME: this.directory, DATA_DIR: join(this.directory, 'data') },
      ...{
        LOG_ORIGIN,
        PUBLIC_URL: this.publicUrl,
        TRUSTED_PROXIES: '127.0.0.1',
        LOG_ENTRY_DELAY_MS: '0',
        LOG_HEAD_EVERY_S: '0',
      },
      ...{ DATABASE_URL: url('gateway', 'gateway'), READS_DATABASE_URL: url('reads', 'gateway_reads') },
      ...{ APPROVAL_SECOND_FACTOR: 'off', MAX_TOKEN_SECONDS: '86400', RATE_LIMIT_PER_MINUTE: MANY },
      ...{ AGENCY_RECORDS_PER_DAY: MANY, OFFICER_RECORDS_PER_DAY: MANY, OFFICER_QUERIES_PER_DAY: MANY },
      PATTERN_QUERIES_PER_DAY: MANY,
    };
  }

  /** A command of the databases' owner, as that version has it. @throws Error with its words */
  asOwner({ directory, name }: Version, ...words: string[]): string {
    const url = (database: string) => this.#server.url(database, { user: 'alpr_owner', password: 'x' });
    const { status, stderr, stdout } = spawnSync(process.execPath, ['dist/gateway/cli.js', ...words], {
      cwd: directory,
      encoding: 'utf8',
      env: {
        ...this.#environment(),
        ...{ OWNER_DATABASE_URL: url('gateway'), OWNER_READS_DATABASE_URL: url('reads') },
      },
    });
    if (status !== 0) throw new Error(`${words[0]} of ${name} failed:\n${stdout}${stderr}`);
    return stdout;
  }

  /** Who plays is registered, and reads are there. */
  async fill(version: Version): Promise<void> {
    const { administrators, issuer, partners } = this.cast;
    const agency = (ori: string) => ({
      ...{ ori, name: `Agency ${ori}`, class: 'municipal', state: 'CO', county: 'Adams' },
      ...{ boundByArticle74: true, has287g: false, federalMembers: false, status: 'active' },
      ...(ori === OWNER ? {} : { roster: 1000 }),
    });
    // Nothing is shared unless somebody oversees it.
    const names = [...administrators.map((_, i) => `admin-${i + 1}`), 'chief'];
    const registry = {
      issuers: [{ issuer, jwksUri: issuer, assertsRoles: true }],
      agencies: [OWNER, ...partners.map(({ ori }) => ori)].map(agency),
      persons: names.map((subject) => ({
        ...{ issuer, subject, name: subject, ori: OWNER, employeeId: subject },
        roles: [subject === 'chief' ? subject : 'sharing_admin'],
      })),
      clients: [
        ...names.map((clientId) => ({ issuer, clientId, ori: OWNER, actsFor: clientId })),
        ...partners.map(({ ori }) => ({ issuer, clientId: ori, ori, actsFor: null })),
      ],
    };
    const file = join(this.directory, 'registry.json');
    writeFileSync(file, JSON.stringify(registry));
    this.asOwner(version, 'register', file);
    const reads = Array.from({ length: 20 }, (_, i) => ({
      ...{ plate: PLATE, cameraId: 'CAM-1', cameraName: 'Camera' },
      capturedAt: new Date(Date.now() - (i + 1) * MINUTE).toISOString(),
    }));
    const taken = join(this.directory, 'reads.ndjson');
    writeFileSync(taken, reads.map((read) => `${JSON.stringify(read)}\n`).join(''));
    this.asOwner(version, 'ingest', taken);
  }

  /** Resolves when the node at this place is ready. */
  async start(place: number, { directory, name }: Version): Promise<void> {
    const port = this.#ports[place];
    const child = spawn(process.execPath, ['dist/gateway/cli.js', 'serve'], {
      cwd: directory,
      env: { ...this.#environment(), PORT: String(port) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#nodes[place] = child;
    let said = '';
    child.stderr.on('data', (piece) => (said = (said + piece).slice(-20_000)));
    const lastResort = () => child.kill('SIGKILL');
    process.once('exit', lastResort);
    child.once('exit', () => process.off('exit', lastResort));
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`the node of ${name} ended:\n${said}`);
      return isReady(`http://127.0.0.1:${port}/readyz`);
    }, PATIENCE);
  }

  async stop(place: number): Promise<void> {
    const child = this.#nodes[place];
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }

  /** The whole public log and these receipts, by the verifier of that version. @returns its words where they do not hold */
  verifyLog(version: Version, answers: readonly string[]): string | null {
    const key = this.asOwner(version, 'log', 'key').trim();
    const url = `http://127.0.0.1:${this.#ports[0]}/log`;
    const receipts = answers.flatMap((answer, i) => {
      const file = join(this.directory, `answer-${i}.json`);
      writeFileSync(file, answer);
      return ['--receipt', file];
    });
    const words = ['dist/gateway/audit-verify/main.js', url, '--key', key, ...receipts];
    const { status, stderr, stdout } = spawnSync(process.execPath, words, {
      cwd: version.directory,
      encoding: 'utf8',
    });
    return status === 0 ? null : stdout + stderr;
  }

  async close(): Promise<void> {
    await this.#nginx.stop();
    await Promise.all([this.stop(0), this.stop(1)]);
    await this.cast.close();
    await this.#server.stop();
  }
}

function isReady(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
}

async function asSuperuser(server: EmbeddedPostgres, statement: string): Promise<void> {
  const client = new pg.Client(server.url('postgres'));
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
