/** A file that one process at a time holds, among those that share a directory. */
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { absent, taken } from '../../faults/file-faults.ts';

/** Ms. What is done under it takes a few: the one who made an older one was killed, or is stopped. */
const STALE_AFTER = 10_000;
/** Ms. Longer than that, so that a stale one is outlived. */
const PATIENCE = 12_000;
const LOOK_EVERY = 10;

export interface LockFile {
  /** Tells whether it is still held: a process that was stopped for long may have lost it to another. */
  holds(): Promise<boolean>;
}

/**
 * @param path of the lock file, which exists as long as somebody holds it
 * @throws Error where others hold it for longer than is waited, or the directory cannot be written
 */
export async function withLockFile<T>(path: string, work: (lock: LockFile) => Promise<T>): Promise<T> {
  const mine = randomUUID();
  const holds = async () => (await readFile(path, 'utf8').catch(absent)) === mine;
  await take(path, mine);
  try {
    return await work({ holds });
  } finally {
    if (await holds()) await rm(path, { force: true });
  }
}

async function take(path: string, mine: string): Promise<void> {
  const beside = `${path}.${mine}`;
  const until = performance.now() + PATIENCE;
  try {
    await writeFile(beside, mine, { flag: 'wx', mode: 0o600 });
    // A link never replaces: of many who try, one succeeds.
    while (!(await link(beside, path).then(() => true, taken))) {
      if (performance.now() > until) throw new Error(`\`${path}\` is held by another process`);
      await breakStale(path);
      await pause(LOOK_EVERY);
    }
  } finally {
    await rm(beside, { force: true });
  }
}

/** Moves it away rather than remove it: of two who find it stale, one moves it. */
async function breakStale(path: string): Promise<void> {
  const found = await stat(path).catch(absent);
  // A file dated ahead, by a wrong clock, would otherwise seem fresh for as long after its maker died.
  if (found === null || Math.abs(Date.now() - found.mtimeMs) < STALE_AFTER) return;
  const away = `${path}.${randomUUID()}`;
  await rename(path, away).catch(absent);
  await rm(away, { force: true });
}
