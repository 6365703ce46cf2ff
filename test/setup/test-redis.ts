/** A Redis of the test's own, on a free port, without anything on disk. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../../gateway/demo/free-port.ts';

export interface TestRedis {
  readonly url: string;
  /** From now on only this password signs in; connections that are open are ended. */
  demand(password: string): Promise<void>;
  /** Forgets everything, as after a loss. */
  flush(): Promise<void>;
  /** It answers nothing until `during` has ended; its connections stay open. */
  freeze(during: () => Promise<void>): Promise<void>;
  /** Every key and value, as text. */
  dump(): Promise<string>;
  close(): Promise<void>;
}

const BINARY = ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0);

/** False where there is neither redis-server nor valkey-server; the caller says so loudly. */
export const hasRedis = BINARY !== undefined;

export async function startTestRedis(): Promise<TestRedis> {
  if (BINARY === undefined) throw new Error('install redis-server (Debian: `apt-get install redis-server`)');
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child: ChildProcess = spawn(BINARY, args, { stdio: 'ignore' });
  const client = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null, disconnectTimeout: 100 });
  client.on('error', () => undefined);
  await Promise.race([
    client.ping(),
    pause(15_000, undefined, { ref: false }).then(() => Promise.reject(new Error('redis did not start'))),
  ]);
  return {
    url: `redis://127.0.0.1:${port}`,
    demand: async (password) => {
      await client.config('SET', 'requirepass', password);
      client.options.password = password;
      await client.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    },
    flush: async () => void (await client.flushall()),
    freeze: async (during) => {
      child.kill('SIGSTOP');
      await during().finally(() => child.kill('SIGCONT'));
    },
    dump: async () => {
      const parts: string[] = [];
      for (const key of await client.keys('*')) parts.push(key, String(await client.dump(key)));
      return parts.join('\n');
    },
    close: async () => {
      client.disconnect();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
