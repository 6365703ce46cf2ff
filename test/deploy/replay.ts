/**
 * `compose.yaml`, replayed without an engine: its services as processes of this machine, each with its own command and
 * environment, and with the secrets that it names and no others; addresses are replaced by free ports here.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../gateway/demo/embedded-postgres.ts';
import { freePort } from '../../gateway/demo/free-port.ts';
import { eventually } from '../setup/eventually.ts';
import { programArguments } from '../setup/program-arguments.ts';
import { ROOT } from '../setup/source-files.ts';
import { START_FLAGS } from '../setup/start-flags.ts';
import { commandOfImage } from './command-of-image.ts';
import { type ComposeFile, readCompose, type Service } from './compose-file.ts';
import { type RunningNginx, startNginx } from './start-nginx.ts';

const PATIENCE = 60_000;

const QUOTAS = [
  ...['RATE_LIMIT_PER_MINUTE', 'AGENCY_RECORDS_PER_DAY', 'OFFICER_RECORDS_PER_DAY'],
  ...['OFFICER_QUERIES_PER_DAY', 'PATTERN_QUERIES_PER_DAY'],
];

interface Ports {
  readonly [name: string]: number;
}

export class Replay {
  readonly compose: ComposeFile = readCompose();
  readonly directory: string;
  readonly ports: Ports;
  readonly server: EmbeddedPostgres;
  nginx: RunningNginx | null = null;
  readonly #processes = new Map<string, ChildProcess>();
  #output = '';

  private constructor(directory: string, ports: Ports, server: EmbeddedPostgres) {
    this.directory = directory;
    this.ports = ports;
    this.server = server;
  }

  /** With an empty PostgreSQL, and nothing else. */
  static async begin(): Promise<Replay> {
    const directory = mkdtempSync(join(tmpdir(), 'replay-'));
    // PostgreSQL and nginx have accounts of their own.
    chmodSync(directory, 0o711);
    const server = await startEmbeddedPostgres({ dataDir: join(directory, 'postgres'), port: 0 });
    const names = ['https', 'http', 'id', 'issuer', 'redis', 'gateway-1', 'gateway-2'];
    const ports = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await freePort()])));
    return new Replay(directory, ports, server);
  }

  get publicUrl(): string {
    return `https://127.0.0.1:${this.ports.https}`;
  }

  get issuerUrl(): string {
    return `https://127.0.0.1:${this.ports.id}`;
  }

  /** What all of ours have written. */
  output(): string {
    return this.#output;
  }

  secretFile(name: string): string {
    const { file } = this.compose.secrets[name] as { file: string };
    return join(this.directory, file.replace('./deploy/compose/', ''));
  }

  service(name: string): Service {
    return this.compose.services[name] as Service;
  }

  /** The secrets of a service, where it finds them. */
  mount(name: string): string {
    const mounted = join(this.directory, 'mounts', name);
    rmSync(mounted, { recursive: true, force: true });
    mkdirSync(mounted, { recursive: true, mode: 0o711 });
    for (const secret of this.service(name).secrets ?? [])
      copyFileSync(this.secretFile(secret), join(mounted, secret));
    return mounted;
  }

  /** The statements of `databases.sql`, as PostgreSQL's image runs them. */
  async createDatabases(): Promise<void> {
    const mounted = this.mount('postgres');
    const volume = this.service('postgres')
      .volumes?.find((one) => one.includes('initdb'))
      ?.split(':')[0];
    const text = readFileSync(join(ROOT, volume as string), 'utf8').replaceAll('/run/secrets', mounted);
    const client = new pg.Client(this.server.url('postgres'));
    await client.connect();
    try {
      for (const statement of text.split(/;\n\n/)) await client.query(statement);
    } finally {
      await client.end();
    }
  }

  /** Starts a service of ours. @param more settings that only this machine needs */
  start(
    name: string,
    more: Readonly<Record<string, string>> = {},
    words: readonly string[] = [],
  ): ChildProcess {
    const { command, entrypoint } = this.service(name);
    const mounted = this.mount(name);
    const fallback = name === 'issuer' ? commandOfImage('trial') : commandOfImage('gateway');
    const given = (entrypoint ?? command ?? fallback).slice(1);
    const flags = given.filter((word) => START_FLAGS.includes(word));
    const [program = '', ...rest] = given.slice(flags.length);
    const replaced = (text: string) => this.#replaced(text).replaceAll('/run/secrets', mounted);
    const environment = Object.entries(this.service(name).environment ?? {}).map(([key, value]) => [
      key,
      replaced(value),
    ]);
    const source = program.replace(/^dist\//, '').replace(/\.js$/, '.ts');
    const child = spawn(
      process.execPath,
      [...flags, ...programArguments(source), ...rest.map(replaced), ...words],
      {
        cwd: this.directory,
        env: { PATH: process.env.PATH, HOME: this.directory, ...Object.fromEntries(environment), ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (piece) => {
        this.#output += piece;
      });
    }
    this.#processes.set(name, child);
    return child;
  }

  /** To its end. @throws Error with what it wrote where it fails, or has not ended within a minute */
  async run(
    name: string,
    more: Readonly<Record<string, string>> = {},
    words: readonly string[] = [],
  ): Promise<string> {
    const child = this.start(name, more, words);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => (said += piece));
    const tooLong = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    const [code, signal] = await once(child, 'close');
    clearTimeout(tooLong);
    if (code !== 0) throw new Error(`${name} ended with ${code ?? signal}:\n${said}`);
    return said;
  }

  /** Until it has said so. */
  async serve(name: string, ready: RegExp, more: Readonly<Record<string, string>>): Promise<void> {
    const child = this.start(name, { HOST: '127.0.0.1', ...more });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => (said += piece));
    await eventually(() => {
      if (child.exitCode !== null) throw new Error(`${name} ended:\n${said}`);
      return ready.test(said);
    }, PATIENCE);
  }

  serveNode(name: string): Promise<void> {
    return this.serve(name, /the gateway is ready/, {
      PORT: String(this.ports[name]),
      DATA_DIR: join(this.directory, 'data'),
      // The proxy of this machine.
      TRUSTED_PROXIES: '127.0.0.1',
      // More is asked here than anybody may ask in a day.
      ...Object.fromEntries(QUOTAS.map((name) => [name, '1000000'])),
    });
  }

  async serveRedis(): Promise<void> {
    const conf = join(this.directory, 'redis.conf');
    const given = readFileSync(join(this.mount('redis'), 'redis-conf'), 'utf8');
    writeFileSync(conf, `${given}port ${this.ports.redis}\nbind 127.0.0.1\n`);
    const [program = ''] = this.service('redis').command ?? [];
    const child = spawn(program, [conf], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#processes.set('redis', child);
    let said = '';
    child.stdout.on('data', (piece) => (said += piece));
    await eventually(() => said.includes('Ready to accept connections'));
  }

  async serveProxy(): Promise<void> {
    const files = (this.service('proxy').volumes ?? [])
      .map((volume) => (volume.split(':')[0] as string).replace(/^\.\//, ''))
      .filter((path) => path.endsWith('.conf'));
    const address = (name: string) => this.service(name).networks?.default.ipv4_address;
    const directory = join(this.directory, 'nginx');
    mkdirSync(directory);
    this.nginx = await startNginx({
      directory,
      files,
      replaced: {
        'listen 443 ssl;\n    server_name id.localhost': `listen 127.0.0.1:${this.ports.id} ssl;\n    server_name id`,
        'listen 443': `listen 127.0.0.1:${this.ports.https}`,
        'listen 80': `listen 127.0.0.1:${this.ports.http}`,
        '/etc/nginx/alpr': join(this.directory, 'secrets', 'proxy'),
        [`${address('gateway-1')}:8080`]: `127.0.0.1:${this.ports['gateway-1']}`,
        [`${address('gateway-2')}:8080`]: `127.0.0.1:${this.ports['gateway-2']}`,
        [`${address('issuer')}:8081`]: `127.0.0.1:${this.ports.issuer}`,
      },
      port: this.ports.https as number,
    });
  }

  async stop(name: string): Promise<void> {
    const child = this.#processes.get(name);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }

  async end(): Promise<void> {
    await this.nginx?.stop();
    await Promise.all([...this.#processes.keys()].map((name) => this.stop(name)));
    await this.server.stop();
  }

  /** Addresses within the network of containers become those of this machine. */
  #replaced(text: string): string {
    return text
      .replaceAll('https://alpr.localhost', this.publicUrl)
      .replaceAll('https://id.localhost', this.issuerUrl)
      .replaceAll('postgres:5432', `127.0.0.1:${this.server.port}`)
      .replaceAll('redis:6379', `127.0.0.1:${this.ports.redis}`)
      .replace(/^\/secrets$/, join(this.directory, 'secrets'))
      .replace(/^\/data$/, join(this.directory, 'data'));
  }
}
