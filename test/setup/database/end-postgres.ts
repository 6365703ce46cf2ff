/** Ends the PostgreSQL of a data directory from outside, as an operator or a crash does. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../eventually.ts';

/** Where a server names its process for as long as it runs. */
export function pidFileOf(dataDir: string): string {
  return join(dataDir, 'cluster/postmaster.pid');
}

/** Resolves once it has gone. @param signal SIGINT: it ends its sessions and shuts down; SIGQUIT: at once */
export async function endPostgres(dataDir: string, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  const file = pidFileOf(dataDir);
  process.kill(Number.parseInt(await readFile(file, 'utf8'), 10), signal);
  await eventually(() => !existsSync(file));
}
