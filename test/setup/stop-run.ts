/** jest's global tear-down: stops the run's PostgreSQL, if one was started, and removes the run's directory. */
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export async function stopRun(directory: string): Promise<void> {
  // Immediate shutdown: nothing of this cluster is kept. The file goes with the server, its pid may linger as a zombie.
  for (;;) {
    const pid = await findServer(directory);
    if (pid === undefined || !signal(pid, 'SIGQUIT')) break;
    await pause(20);
  }
  await rm(directory, { recursive: true, force: true });
}

export default async function stopThisRun(): Promise<void> {
  const directory = process.env.TEST_RUN_DIR;
  if (directory === undefined) return;
  await stopRun(directory);
  // Outside jest the process goes on, and what it keeps for a while needs a place that is still there.
  process.env.TMPDIR = dirname(directory);
}

async function findServer(directory: string): Promise<number | undefined> {
  const file = join(directory, 'postgres/cluster/postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  return pid > 0 ? pid : undefined;
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
