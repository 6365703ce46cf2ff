/** A demo that is stopped while it starts, or killed, leaves no process behind for ever. */
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appears, spawnDemo } from '../setup/demo/demo-process.ts';
import { startDemo } from '../setup/demo/running-demo.ts';
import { hasRedis } from '../setup/test-redis.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'demo-orphans-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const inData = (...path: string[]) => join(dataDir, ...path);

/**
 * Flags with which a demo gets its Ctrl-C as soon as the file is there. From itself: by the time that a test has seen
 * the file, the demo may have gone on.
 */
function stopsItselfAt(path: string): string[] {
  const program = `
    import { existsSync } from 'node:fs';
    const timer = setInterval(() => {
      if (!existsSync(${JSON.stringify(path)})) return;
      clearInterval(timer);
      process.kill(process.pid, 'SIGINT');
    }, 1).unref();
    if (!/gateway.main\\.[jt]s$/.test(process.argv[1])) clearInterval(timer);`;
  return ['--import', `data:text/javascript,${encodeURIComponent(program)}`];
}

/** Not by its pid: anyone who adopts a process whose parent was killed may leave it a zombie for a while. */
function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return once(socket, 'connect')
    .then(
      () => true,
      () => false,
    )
    .finally(() => socket.destroy());
}

/** PostgreSQL names itself in `postmaster.pid` while it runs; the demo names its Redis in `redis.json`. */
const leftovers = () =>
  [inData('postgres', 'cluster', 'postmaster.pid'), inData('redis.json')].filter(existsSync);

describe('a demo that is stopped while it starts', () => {
  const moments: [string, string[]][] = [
    ['its cluster is being made', ['postgres', 'cluster', 'PG_VERSION']],
    ['PostgreSQL runs', ['postgres', 'started-by']],
    ...(hasRedis ? [['its Redis runs', ['redis.json']] satisfies [string, string[]]] : []),
  ];
  test.each(moments)(
    'while %s ends in order, and takes its servers with it',
    async (_, file) => {
      const { child, output } = spawnDemo({ DATA_DIR: dataDir }, 'source', stopsItselfAt(inData(...file)));
      expect(await once(child, 'close')).toEqual([0, null]);
      expect(output()).toBe('stopping the demo\n');
      expect(leftovers()).toEqual([]);
    },
    300_000,
  );

  test('starts whole afterwards', async () => {
    const { child, output } = spawnDemo({ DATA_DIR: dataDir });
    await appears(inData('postgres', 'cluster', 'PG_VERSION'), child, output);
    const exited = once(child, 'close');
    child.kill('SIGTERM');
    await exited;
    const demo = await startDemo({ DATA_DIR: dataDir });
    expect(demo.output()).toContain('Try, in another terminal:');
    expect(await demo.end()).toBe(0);
    expect(leftovers()).toEqual([]);
  }, 300_000);
});

test('a demo whose output nobody reads any more goes on, and takes its servers with it when it is stopped', async () => {
  const { child, output } = spawnDemo({ DATA_DIR: dataDir });
  child.stdout?.destroy();
  await appears(inData('demo.json'), child, output);
  const exited = once(child, 'close');
  child.kill('SIGINT');
  expect(await exited).toEqual([0, null]);
  expect(leftovers()).toEqual([]);
}, 300_000);

(hasRedis ? test : test.skip)(
  'the Redis of a demo that was killed ends at the next start',
  async () => {
    const { child, output } = spawnDemo({ DATA_DIR: dataDir });
    await appears(inData('demo.json'), child, output);
    const { port } = JSON.parse(readFileSync(inData('redis.json'), 'utf8')) as { port: number };
    expect(await listens(port)).toBe(true);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    await rm(inData('demo.json'));
    const demo = await startDemo({ DATA_DIR: dataDir });
    expect(await listens(port)).toBe(false);
    expect(await demo.end()).toBe(0);
    expect(leftovers()).toEqual([]);
  },
  300_000,
);
