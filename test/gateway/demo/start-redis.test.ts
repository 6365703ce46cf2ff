/** The demo's Redis, where it does not live as long as the demo. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type DemoRedis, startRedis } from '../../../gateway/demo/start-redis.ts';
import { eventually } from '../../setup/eventually.ts';
import { hasRedis } from '../../setup/test-redis.ts';

(hasRedis ? test : test.skip)('one that was killed is not waited for when the demo stops', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'demo-redis-'));
  try {
    const redis = (await startRedis(dataDir)) as DemoRedis;
    const { pid } = JSON.parse(await readFile(join(dataDir, 'redis.json'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    await eventually(() => isGone(pid));
    await expect(redis.stop()).resolves.toBeUndefined();
  } finally {
    await rm(dataDir, { recursive: true });
  }
});

function isGone(pid: number): boolean {
  try {
    return !process.kill(pid, 0);
  } catch {
    return true;
  }
}
