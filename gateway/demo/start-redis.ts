/** Starts the machine's own Redis for the demo, on a free port with nothing on disk, if there is one. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { endRecordedRedis, forgetRedis, recordRedis } from './redis-record.ts';

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
