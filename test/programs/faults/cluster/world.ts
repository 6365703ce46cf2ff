/** Everything that does not belong to a node: PostgreSQL, Redis, the cast, the reads, the proxy in front. */
import { readFileSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createLog } from '../../../../gateway/audit/create-log.ts';
import { connectPool } from '../../../../gateway/database/db.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../../gateway/demo/embedded-postgres.ts';
import { type DatabaseUrls, provisionDatabases } from '../../../../gateway/demo/provision-databases.ts';
import { takeReads } from '../../../gateway/reads/reads-fixture.ts';
import { endPostgres, pidFileOf } from '../../../setup/database/end-postgres.ts';
import { type Cast, createCast, registerCast } from './identities.ts';
import { Proxies } from './proxies.ts';
import { type RedisProcess, startRedis } from './redis-process.ts';

export const LOG_ORIGIN = 'log.test/faults';
/** Enough reads each that an answer is long and has a next page. */
export const PLATES = Array.from({ length: 8 }, (_, i) => `FLT${String(i).padStart(4, '0')}`);
const READS_EACH = 250;

export interface FurnishedWorld {
  readonly directory: string;
  readonly urls: DatabaseUrls;
  readonly proxies: Proxies;
  /** Of the proxy in front of the nodes. */
  readonly port: number;
  readonly publicUrl: string;
  readonly cast: Cast;
  readonly redis: RedisProcess | null;
  /** As the database's owner: for what the checker reads and an operator would do. */
  readonly owner: pg.Pool;
  readonly databasePort: number;
  /** Ends every session but the harness's own. */
  terminateAll(): Promise<void>;
  close(): Promise<void>;
}

export interface World extends FurnishedWorld {
  /** `pg_ctl restart -m immediate`. */
  restartDatabase(): Promise<void>;
}

/** On one embedded server. */
export async function createWorld(): Promise<World> {
  const directory = await makeDirectory('alpr-gateway-faults-');
  const dataDir = join(directory, 'postgres');
  const settings = { max_connections: '300' };
  let postgres: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, port: 0, settings });
  const pidFile = pidFileOf(postgres.dataDir);
  const lastResort = () => leaveNothing(pidFile, directory);
  process.once('exit', lastResort);
  const world = await furnishWorld(directory, postgres);
  return {
    ...world,
    restartDatabase: async () => {
      await endPostgres(postgres.dataDir, 'SIGQUIT');
      postgres = await startEmbeddedPostgres({ dataDir, port: postgres.port, settings });
    },
    close: async () => {
      await world.close();
      await postgres.stop();
      process.off('exit', lastResort);
      await rm(directory, { recursive: true, force: true });
      if (postgres.moved) await rm(postgres.dataDir, { recursive: true, force: true });
    },
  };
}

/** Where PostgreSQL's own user can pass. */
export async function makeDirectory(prefix: string): Promise<string> {
  const directory = await mkdtemp(join(await fastDirectory(), prefix));
  await chmod(directory, 0o711);
  return directory;
}

/** Everything but the server, which is there and empty; `close` leaves it, and the directory, to the caller. */
export async function furnishWorld(
  directory: string,
  server: Pick<EmbeddedPostgres, 'port' | 'url'>,
): Promise<FurnishedWorld> {
  const urls = await provisionDatabases(server);
  const proxies = new Proxies();
  const port = await proxies.order({ kind: 'front' });
  const publicUrl = `http://127.0.0.1:${port}`;
  const cast = await createCast(publicUrl);
  const owner = connectPool(urls.gatewayOwnerUrl, { applicationName: 'faults', max: 4 });
  await createLog(owner, LOG_ORIGIN);
  await registerCast(owner, cast);
  const now = Date.now();
  await takeReads(
    urls.readsOwnerUrl,
    PLATES.flatMap((plate, p) =>
      Array.from({ length: READS_EACH }, (_, i) => ({
        plate,
        cameraId: `CAM-${i % 9}`,
        cameraName: `Camera ${i % 9}`,
        capturedAt: new Date(now - 60_000 * (i + 1) - p).toISOString(),
      })),
    ),
  );
  const redis = await startRedis();
  return {
    directory,
    urls,
    proxies,
    port,
    publicUrl,
    cast,
    redis,
    owner,
    databasePort: server.port,
    terminateAll: () => terminateAll(server.url('postgres')),
    close: async () => {
      await Promise.all([owner.end(), redis?.stop(), cast.close(), proxies.close()]);
    },
  };
}

/** A harness that is ended from outside leaves no server behind. */
function leaveNothing(pidFile: string, directory: string): void {
  try {
    process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGQUIT');
    rmSync(directory, { recursive: true, force: true });
  } catch {
    // It has gone before.
  }
}

async function terminateAll(superuserUrl: string): Promise<void> {
  const client = new pg.Client(superuserUrl);
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE backend_type = 'client backend' AND application_name <> 'faults' AND pid <> pg_backend_pid()`,
  );
  await client.end();
}

/** In memory where there is room: durability settings stay as in production, and commits still cost little. */
async function fastDirectory(): Promise<string> {
  const { bavail, bsize } = await statfs('/dev/shm').catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize > 2 ** 30 ? '/dev/shm' : tmpdir();
}
