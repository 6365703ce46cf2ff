/** Starts the machine's own Redis for the demo, on a free port with nothing on disk, if there is one. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { writeSecretFile } from '../cli/write-secret-file.ts';
import { freePort } from './free-port.ts';

export interface DemoRedis {
  /** `redis-server` or `valkey-server`. */
  readonly program: string;
  readonly url: string;
  stop(): Promise<void>;
}

const START_WITHIN = 5_000;

/**
 * Resolves to null, and jobs are off, if there is neither redis-server nor valkey-server.
 * @param dataDir where nobody else runs a demo: an earlier Redis left running is ended
 * @throws Error if it does not answer in time
 */
export async function startRedis(dataDir: string): Promise<DemoRedis | null> {
  await endRecordedRedis(dataDir);
  const program = ['redis-server', 'valkey-server'].find(
    (name) => spawnSync(name, ['--version']).status === 0,
  );
  if (program === undefined) return null;
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  // Has a session of its own: Ctrl-C is for the demo, which ends it later.
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  if (child.pid !== undefined) recordRedis(dataDir, { pid: child.pid, port });
  const url = `redis://127.0.0.1:${port}`;
  if (!(await answers(url))) {
    child.kill('SIGKILL');
    throw new Error(
      `\`${program}\` did not answer within ${START_WITHIN / 1000} s: stop it or remove it, jobs are optional`,
    );
  }
  return { program, url, stop: () => end(child).then(() => forgetRedis(dataDir)) };
}

async function answers(url: string): Promise<boolean> {
  const client = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: false });
  client.on('error', () => undefined);
  try {
    const late = pause(START_WITHIN, false, { ref: false });
    return await Promise.race([client.ping().then(() => true), late]);
  } finally {
    client.disconnect();
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

interface RedisRecord {
  readonly pid: number;
  readonly port: number;
}

const fileIn = (dataDir: string) => join(dataDir, 'redis.json');

/** Records the Redis that the demo started, to end one that outlived a killed demo at the next start. */
function recordRedis(dataDir: string, record: RedisRecord): void {
  writeSecretFile(fileIn(dataDir), JSON.stringify(record));
}

function forgetRedis(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

/** Ends it; call this only if no other demo runs on these data. */
async function endRecordedRedis(dataDir: string): Promise<void> {
  if (!existsSync(fileIn(dataDir))) return;
  const { pid, port } = JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as RedisRecord;
  const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    // Another process may have the pid or the port now: only a server that gives this pid is the right one.
    const [, answering] = /^process_id:(\d+)/m.exec(await client.info('server')) ?? [];
    if (Number(answering) === pid) await client.shutdown('NOSAVE').catch(() => undefined);
  } catch {
    // Nobody answers there: it has ended.
  } finally {
    client.disconnect();
  }
  forgetRedis(dataDir);
}
