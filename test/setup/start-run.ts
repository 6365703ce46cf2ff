/**
 * jest's global set-up: names a directory for this run, and has all that it keeps for a while kept there: a test that
 * was ended leaves nothing behind. PostgreSQL itself starts when a test first asks for it.
 */
import { chmod, mkdir, mkdtemp, readdir, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopRun } from './stop-run.ts';

const PREFIX = 'alpr-gateway-test-';
/** Bytes: several demos at once, each with a hundred megabytes of data, and browsers. */
const ROOM = 4 * 2 ** 30;

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
  const temporary = join(directory, 'tmp');
  await mkdir(temporary);
  await chmod(temporary, 0o1777);
  process.env.TMPDIR = temporary;
}

/** In memory where there is room: durability settings stay as in production, and commits still cost little. */
async function fastDirectory(): Promise<string> {
  const memory = '/dev/shm';
  const room = await statfs(memory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  return room > ROOM ? memory : tmpdir();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
