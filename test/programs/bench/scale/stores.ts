/**
 * The stores that are compared, each a database of one PostgreSQL: in a temporary folder that goes afterwards, or in
 * `BENCH_DATA_DIR`, which stays and is not filled again.
 */
import { chmod, mkdir, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../../gateway/demo/embedded-postgres.ts';
import { provisionDatabases } from '../../../../gateway/demo/provision-databases.ts';
import { fillStore } from './fill-store.ts';

export interface Store {
  readonly reads: number;
  /** As the gateway's role, which sees the view alone. */
  readonly url: string;
  readonly ownerUrl: string;
}

export interface Stores {
  readonly stores: readonly Store[];
  close(): Promise<void>;
}

/** Bytes on disk of a read, with its indexes; measured, rounded up. */
const BYTES_A_READ = 550;
/** No log for rows of a table that the same transaction makes; never so while anything is measured. */
const FILLING = {
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '4GB',
  maintenance_work_mem: '256MB',
  autovacuum: 'off',
};

/** As for a server of its own: a quarter of the memory, so that what is asked for again is in it, at most 4 GB. */
const MEASURING = { shared_buffers: `${Math.min(4_096, Math.floor(totalmem() / 2 ** 22))}MB` };

/**
 * @param sizes reads of each store
 * @throws Error where the temporary folder has too little room. `BENCH_DATA_DIR` is not looked at: what takes the room
 * there may be the stores themselves.
 */
export async function openStores(sizes: readonly number[], say: (line: string) => void): Promise<Stores> {
  const kept = process.env.BENCH_DATA_DIR;
  const directory = kept ?? (await mkdtemp(join(tmpdir(), 'alpr-scale-')));
  await mkdir(directory, { recursive: true });
  await chmod(directory, 0o711);
  const place = { dataDir: join(directory, 'postgres'), port: 0 };
  let server: EmbeddedPostgres | undefined;
  const close = async () => {
    await server?.stop();
    if (kept === undefined) await rm(directory, { recursive: true, force: true });
  };
  try {
    await needRoom(directory, sizes);
    server = await startEmbeddedPostgres({ ...place, settings: FILLING });
    for (const store of await provision(server, sizes)) await fill(store, say);
    await server.stop();
    server = await startEmbeddedPostgres({ ...place, settings: MEASURING });
    return { stores: await provision(server, sizes), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function needRoom(directory: string, sizes: readonly number[]): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  const needed = sizes.reduce((sum, reads) => sum + reads * BYTES_A_READ, 0);
  if (process.env.BENCH_DATA_DIR === undefined && bavail * bsize < needed) {
    throw new Error(`the stores take ${Math.ceil(needed / 2 ** 30)} GiB: make room, or set BENCH_READS`);
  }
}

/** Every call gives the log-ins new passwords: those of the last one count. */
async function provision(server: EmbeddedPostgres, sizes: readonly number[]): Promise<Store[]> {
  const named = sizes.map((reads) => ({ reads, name: `reads_${reads}` }));
  let last: { readsUrl: string; readsOwnerUrl: string } | undefined;
  for (const { name } of named) last = await provisionDatabases(server, { gateway: 'gateway', reads: name });
  const of = (url: string, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  return named.map(({ name, reads }) => ({
    reads,
    url: of(last?.readsUrl as string, name),
    ownerUrl: of(last?.readsOwnerUrl as string, name),
  }));
}

async function fill({ ownerUrl, reads }: Store, say: (line: string) => void): Promise<void> {
  const began = performance.now();
  const onDay = (done: number, days: number) => {
    const seconds = Math.round((performance.now() - began) / 1000);
    say(`${reads.toLocaleString('en-US')} reads: ${done} of ${days} days are filled after ${seconds} s`);
  };
  await fillStore({ ownerUrl, reads, now: Date.now(), onDay });
}
