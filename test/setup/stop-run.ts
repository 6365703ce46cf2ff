/** jest's global tear-down: stops the run's PostgreSQL, if one was started, and removes the run's directory. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export async function stopRun(directory: string): Promise<void> {
  const lines = await readFile(join(directory, 'postgres/cluster/postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(lines.split('\n')[0]);
  // Immediate shutdown: nothing of this cluster is kept.
  while (pid > 0 && signal(pid, 'SIGQUIT')) await pause(20);
  await rm(directory, { recursive: true, force: true });
}

export default async function stopThisRun(): Promise<void> {
  const directory = process.env.TEST_RUN_DIR;
  if (directory !== undefined) await stopRun(directory);
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
