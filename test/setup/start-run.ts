/** jest's global set-up: names a directory for this run. PostgreSQL itself starts when a test first asks for it. */
import { chmod, mkdtemp, readdir, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopRun } from './stop-run.ts';

const PREFIX = 'alpr-gateway-test-';

export default async function startRun(): Promise<void> {
  const parent = await fastDirectory();
  for (const name of await readdir(parent)) {
    // A run that was killed leaves its server behind.
    const pid = Number(name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('-')[0] : Number.NaN);
    if (pid > 0 && !isAlive(pid)) await stopRun(join(parent, name));
  }
  const directory = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  // As root, PostgreSQL's own user has to pass through it.
  await chmod(directory, 0o711);
  process.env.TEST_RUN_DIR = directory;
}

/** In memory where there is room: durability settings stay as in production, and commits still cost little. */
async function fastDirectory(): Promise<string> {
  const memory = '/dev/shm';
  const room = await statfs(memory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  return room > 2 ** 30 ? memory : tmpdir();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
