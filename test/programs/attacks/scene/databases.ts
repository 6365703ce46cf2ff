/** One PostgreSQL for all gateways of our own: each gets a copy of a pair of databases that was made once. */
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../../gateway/demo/embedded-postgres.ts';
import type { DatabaseUrls } from '../../../../gateway/demo/provision-databases.ts';
import { pidFileOf } from '../../../setup/database/end-postgres.ts';

export interface Databases {
  readonly directory: string;
  /** Of the server. */
  readonly pid: number;
  readonly template: DatabaseUrls;
  /** A fresh pair, with what the template has; or with what another pair has, which nobody may be using. */
  copy(of?: DatabaseUrls): Promise<DatabaseUrls>;
  close(): Promise<void>;
}

const TEMPLATE = { gateway: 'template_gateway', reads: 'template_reads' };

/** @param source whose migrations are run */
export async function startDatabases(source: string): Promise<Databases> {
  const directory = await mkdtemp(join(await fastDirectory(), 'alpr-gateway-attacks-'));
  await chmod(directory, 0o711);
  const dataDir = join(directory, 'postgres');
  const server = await startEmbeddedPostgres({ dataDir, port: 0, settings: { max_connections: '400' } });
  const pidFile = pidFileOf(server.dataDir);
  const lastResort = () => leaveNothing(pidFile, directory);
  process.once('exit', lastResort);
  const file = join(source, 'gateway/demo/provision-databases.ts');
  const { provisionDatabases } = (await import(file)) as {
    provisionDatabases(server: EmbeddedPostgres, names: typeof TEMPLATE): Promise<DatabaseUrls>;
  };
  const template = await provisionDatabases(server, TEMPLATE);
  const superuserUrl = server.url('postgres');
  return {
    directory,
    pid: Number.parseInt(await readFile(pidFile, 'utf8'), 10),
    template,
    copy: (of = template) => copyPair(superuserUrl, of),
    close: async () => {
      await server.stop();
      process.off('exit', lastResort);
      await rm(directory, { recursive: true, force: true });
      if (server.moved) await rm(server.dataDir, { recursive: true, force: true });
    },
  };
}

/** A run that is ended from outside leaves no server behind. */
function leaveNothing(pidFile: string, directory: string): void {
  try {
    process.kill(Number.parseInt(readFileSync(pidFile, 'utf8'), 10), 'SIGQUIT');
    rmSync(directory, { recursive: true, force: true });
  } catch {
    // It has gone before.
  }
}

async function copyPair(superuserUrl: string, of: DatabaseUrls): Promise<DatabaseUrls> {
  const suffix = randomBytes(4).toString('hex');
  const client = new pg.Client(superuserUrl);
  await client.connect();
  try {
    for (const which of ['gateway', 'reads'] as const) {
      const original = new URL(of[`${which}Url`]).pathname.slice(1);
      await client.query(
        `CREATE DATABASE ${which}_${suffix} TEMPLATE ${original} OWNER ${which}_owner STRATEGY FILE_COPY`,
      );
    }
  } finally {
    await client.end();
  }
  const moved = (url: string, which: string) =>
    Object.assign(new URL(url), { pathname: `/${which}_${suffix}` }).href;
  return {
    gatewayUrl: moved(of.gatewayUrl, 'gateway'),
    gatewayOwnerUrl: moved(of.gatewayOwnerUrl, 'gateway'),
    readsUrl: moved(of.readsUrl, 'reads'),
    readsOwnerUrl: moved(of.readsOwnerUrl, 'reads'),
  };
}

/** In memory where there is room: durability settings stay as in production, and commits still cost little. */
async function fastDirectory(): Promise<string> {
  const { bavail, bsize } = await statfs('/dev/shm').catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize > 2 ** 30 ? '/dev/shm' : tmpdir();
}
