/** Records the Redis that the demo started, to end one that outlived a killed demo at the next start. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { writeSecretFile } from '../cli/write-secret-file.ts';

export interface RedisRecord {
  readonly pid: number;
  readonly port: number;
}

const fileIn = (dataDir: string) => join(dataDir, 'redis.json');

export function recordRedis(dataDir: string, record: RedisRecord): void {
  writeSecretFile(fileIn(dataDir), JSON.stringify(record));
}

export function forgetRedis(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

/** Ends it; call this only if no other demo runs on these data. */
export async function endRecordedRedis(dataDir: string): Promise<void> {
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
