/** Runs the demo, a whole gateway on one machine without configuration, with plates and people invented. */
import { chmodSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Ori } from '../../sharing-rules/terms/agency.ts';
import { untilStopped } from '../cli/until-stopped.ts';
import { print } from '../cli/write-out.ts';
import { keepHeapSmall } from '../node/keep-heap-small.ts';
import { openPort } from '../node/open-port.ts';
import { shutInspector } from '../node/shut-inspector.ts';
import { type Config, ConfigError, type Environment } from '../settings/config.ts';
import { DEMO_LOG_ORIGIN, isOfRealGateway } from '../settings/data-dir.ts';
import { createLogger } from '../settings/logger.ts';
import { readConfig } from '../settings/read-config.ts';
import { isSecureUrl } from '../settings/secure-url.ts';
import { SETTINGS, type Setting } from '../settings/settings.ts';
import { castOf, grantedAlone, isOwnerOfDemo, OWNER_ORI, PEER_ORI } from './cast/demo-cast.ts';
import { writeDemoFile } from './cast/demo-file.ts';
import { LARGEST_DAY } from './cast/demo-grants.ts';
import { loadDemoKeys } from './cast/demo-keys.ts';
import { takeSampleReads } from './cast/sample-reads.ts';
import { administratorsOf, seedGrants, seedRegistry, seedWithPast } from './cast/seed-demo.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { heldBackLines } from './held-back-lines.ts';
import type { startDemoIssuer } from './issuer/demo-issuer.ts';
import { openIssuer } from './open-issuer.ts';
import { writeSignInClients } from './pages/write-sign-in-clients.ts';
import { joinPeer } from './peer/join-peer.ts';
import { startPeer } from './peer/start-peer.ts';
import { type DatabaseUrls, provisionDatabases } from './provision-databases.ts';
import { refuseWhileRunning } from './running-already.ts';
import { startRedis } from './start-redis.ts';
import { watchPostgres } from './watch-postgres.ts';
import { welcome } from './welcome.ts';

/** The setting with a default, which it has in the demo only. */
const LOG_ORIGIN = { ...SETTINGS.logOrigin, fallback: DEMO_LOG_ORIGIN };
const OWNER: Setting<Ori> = {
  ...SETTINGS.owner,
  parse: (text) => {
    const owner = SETTINGS.owner.parse(text);
    if (isOwnerOfDemo(owner)) return owner;
    throw new Error(`must be ${OWNER_ORI} or ${PEER_ORI} in the demo`);
  },
};

export interface DemoOptions {
  /** Makes a month of invented past, on data that have none. */
  readonly history?: boolean;
  /** Starts another agency's gateway beside it, in an agreement with it. */
  readonly peer?: boolean;
  /** Leaves what the other agency is given to an agreement with its gateway, which the demo beside it makes. */
  readonly joined?: boolean;
  /** Hears when `demo.json` is written, and of its path. */
  readonly onReady?: (file: string) => void;
  /** Stops the demo when it resolves; by default at a signal. */
  readonly stopped?: Promise<unknown>;
  /** Starts the demo's issuer; by default in a process of its own. */
  readonly startIssuer?: typeof startDemoIssuer;
}

const tell = (line: string) => print(`${line}\n`);

/** Resolves when the demo has stopped. @throws Error in production, for a taken port, or at a failed start */
export async function runDemo(environment: Environment, options: DemoOptions = {}): Promise<void> {
  refuseWhereNoDemoBelongs(environment);
  keepHeapSmall();
  shutInspector();
  const began = Date.now();
  const dataDir = makeDataDir(environment);
  await refuseWhileRunning(dataDir);
  const stops: (() => Promise<unknown>)[] = [];
  // Comes before the first child, so that a demo stopped during its start leaves none behind.
  let stopping = false;
  const stopped = (options.stopped ?? untilStopped()).then(() => {
    stopping = true;
    tell('stopping the demo');
  });
  const unlessStopped = () => {
    if (stopping) throw new Error('stopped while starting');
  };
  try {
    const { host, owner, ...ports } = earlySettings(environment);
    const { port } = ports;
    const diagnostics = heldBackLines((lines) => void process.stderr.write(lines));
    const opened = await openPort({ host, ...ports }, diagnostics);
    stops.push(() => opened.close());
    const peer = options.peer ? startPeer(environment, { dataDir, port: port && opened.port + 2 }) : null;
    if (peer !== null) stops.push(() => peer.stop());
    const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), port: 0 });
    stops.push(() => postgres.stop());
    unlessStopped();
    // Waits until now, as the file could be that of a running demo.
    await rm(join(dataDir, 'demo.json'), { force: true });
    const databases = await provisionDatabases(postgres);
    unlessStopped();
    const redis = environment.REDIS_URL ? null : await startRedis(dataDir);
    if (redis !== null) stops.push(() => redis.stop());
    unlessStopped();
    const gatewayUrl = `http://${host}:${opened.port}`;
    const keys = loadDemoKeys(dataDir, castOf(owner));
    const place = { host, port, bound: opened.port, dataDir, keys, start: options.startIssuer };
    const issuer = await openIssuer(gatewayUrl, place, databases.gatewayOwnerUrl);
    stops.push(() => issuer.stop());
    unlessStopped();

    const config = demoConfig(
      { REDIS_URL: redis?.url ?? '', ...environment },
      {
        ...{ DATA_DIR: dataDir, HOST: host, PUBLIC_URL: gatewayUrl, ...settingsOf(databases, owner) },
        SIGN_IN_CLIENTS_FILE: writeSignInClients(dataDir, issuer.issuer, keys),
      },
    );
    const log = createLogger(config.logLevel, diagnostics);
    await takeSampleReads(databases.readsOwnerUrl, { seed: seedOf(owner), now: Date.now() });
    const seeding = { databases, config, logOrigin: config.logOrigin, issuer, keys, now: Date.now(), tell };
    const isNew = await (options.history
      ? seedWithPast(seeding)
      : seedRegistry(databases, config.logOrigin, issuer, keys));
    unlessStopped();
    const gateway = await opened.start(config, log);
    stops.push(() => gateway.stop());
    unlessStopped();

    const facts = {
      gateway: gatewayUrl,
      issuer: issuer.issuer,
      resource: gatewayUrl,
      logKey: gateway.logKey,
      databases: { gatewayOwnerUrl: databases.gatewayOwnerUrl, readsOwnerUrl: databases.readsOwnerUrl },
    };
    const { secondFactor } = config;
    const people = await administratorsOf(facts, keys, secondFactor);
    const first = await seedGrants(grantedAlone(keys.cast, options), people, isNew);
    unlessStopped();
    const peers = peer === null ? [] : [await joinPeer(peer, { facts, keys, dataDir, people }, secondFactor)];
    unlessStopped();
    const file = writeDemoFile(dataDir, { ...facts, peers }, keys);
    options.onReady?.(file);
    const seconds = (Date.now() - began) / 1000;
    const moved = postgres.moved ? postgres.dataDir : false;
    const jobs = config.redisUrl === null ? null : (redis?.program ?? 'given');
    print(welcome({ ...facts, peers, file, dataDir, first, seconds, moved, jobs, secondFactor }));
    const watch = watchPostgres(postgres.dataDir, dataDir);
    stops.push(async () => watch.stop());
    await untilEnd([stopped, watch.ended, ...(peer === null ? [] : [peer.ended])], diagnostics, dataDir);
  } catch (error) {
    // A stop during the start is not a fault, and its signal may have ended a child that the start awaited.
    if (!stopping) throw error;
  } finally {
    for (const stop of stops.reverse()) await stop().catch(() => undefined);
  }
}

/** @throws Error that ended the demo, unless it was stopped on purpose */
async function untilEnd(
  ends: readonly Promise<unknown>[],
  diagnostics: Pick<ReturnType<typeof heldBackLines>, 'silence'>,
  dataDir: string,
): Promise<void> {
  const fault = await Promise.race(ends);
  if (fault !== undefined) diagnostics.silence();
  await rm(join(dataDir, 'demo.json'), { force: true });
  if (fault !== undefined) throw fault;
}

/** @throws ConfigError in production, or in a real gateway's directory, whose log head it would overwrite */
function refuseWhereNoDemoBelongs({ DATA_DIR, NODE_ENV }: Environment): void {
  if (NODE_ENV === 'production')
    throw new ConfigError([
      'NODE_ENV is production: the demo has invented data and open keys; use `serve` instead',
    ]);
  const dataDir = resolve(DATA_DIR || '.data');
  if (!isOfRealGateway(dataDir)) return;
  throw new ConfigError([
    `DATA_DIR has the secrets of a gateway that is not a demo (${join(dataDir, 'secrets')}): set DATA_DIR to another directory, or start that gateway with \`serve\``,
  ]);
}

function makeDataDir({ DATA_DIR }: Environment): string {
  const dataDir = resolve(DATA_DIR || '.data');
  mkdirSync(dataDir, { recursive: true });
  // If we are root, PostgreSQL runs as another user, which must be able to pass through.
  chmodSync(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
  return dataDir;
}

/** Each owner's cameras see the same plates at other moments. */
const seedOf = (owner: Ori) => (owner === OWNER_ORI ? 'demo' : `demo ${owner}`);

function settingsOf(databases: DatabaseUrls, owner: Ori): Environment {
  return {
    OWNER_ORI: owner,
    DATABASE_URL: databases.gatewayUrl,
    READS_DATABASE_URL: databases.readsUrl,
    OWNER_READS_DATABASE_URL: databases.readsOwnerUrl,
  };
}

/** @throws ConfigError for an address on the network, where others could listen */
function hostOfDemo({ HOST: host = '' }: Environment): string {
  const url = `http://${host || '127.0.0.1'}`;
  if (URL.canParse(url) && isSecureUrl(new URL(url))) return host || '127.0.0.1';
  throw new ConfigError([
    'HOST must be of this machine, e.g. 127.0.0.1: the demo speaks plain HTTP; use `serve` behind a proxy with TLS instead',
  ]);
}

/** Combines the demo's fixed settings, the environment's, and the demo's defaults, in this precedence. */
function demoConfig(environment: Environment, fixed: Environment): Config {
  return readConfig({
    AGENCY_RECORDS_PER_DAY: String(LARGEST_DAY),
    OFFICER_RECORDS_PER_DAY: String(LARGEST_DAY),
    OFFICER_QUERIES_PER_DAY: String(LARGEST_DAY),
    PATTERN_QUERIES_PER_DAY: String(LARGEST_DAY),
    AGENCY_REFUSALS_PER_DAY: String(LARGEST_DAY),
    LOG_ENTRY_DELAY_MS: '0',
    LOG_HEAD_EVERY_S: '0',
    ATTESTATION_DAYS: '36500',
    LOG_LEVEL: 'warn',
    // Programs demonstrate a grant with keys alone; with `on`, people of the demo sign in.
    APPROVAL_SECOND_FACTOR: 'off',
    OUTBOUND_RANGES: '127.0.0.0/8',
    ...environment,
    ...fixed,
    LOG_ORIGIN: environment.LOG_ORIGIN || DEMO_LOG_ORIGIN,
  });
}

/** @throws ConfigError before anything is started */
function earlySettings(environment: Environment) {
  const read = <T>(setting: Setting<T>) => early(setting, environment);
  read(LOG_ORIGIN);
  return {
    ...{ host: hostOfDemo(environment), owner: read(OWNER), port: read(SETTINGS.port) },
    ...{ webConcurrency: read(SETTINGS.webConcurrency), adminPort: read(SETTINGS.adminPort) },
  };
}

/** Reads a setting that is needed before the databases. @throws ConfigError before anything is started */
function early<T>({ fallback = '', name, parse }: Setting<T>, environment: Environment): T {
  try {
    return parse(environment[name] || fallback);
  } catch (error) {
    throw new ConfigError([`${name} ${(error as Error).message}`]);
  }
}
