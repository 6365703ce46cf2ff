/** A Redis of the harness's own, which may be killed and emptied. Null where the machine has none. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../../../../gateway/demo/free-port.ts';

export interface RedisProcess {
  readonly url: string;
  /** `kill -9`, and a new, empty one on the same port. */
  replace(): Promise<void>;
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedis(): Promise<RedisProcess | null> {
  const program = ['redis-server', 'valkey-server'].find(
    (name) => spawnSync(name, ['--version']).status === 0,
  );
  if (program === undefined) return null;
  const port = await freePort();
  let child = run(program, port);
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    stop,
    replace: async () => {
      await stop();
      child = run(program, port);
    },
    flush: async () => {
      const { Redis } = await import('ioredis');
      const redis = new Redis({ port, maxRetriesPerRequest: 1 });
      await redis.flushall().catch(() => undefined);
      redis.disconnect();
    },
  };
}

function run(program: string, port: number): ChildProcess {
  return spawn(program, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
}
