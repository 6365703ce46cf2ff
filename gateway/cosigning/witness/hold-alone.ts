/**
 * Holds a state file for one process: two could cosign two heads of one size. A file beside it names the
 * holder; the next process takes it over from one that was killed.
 */
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { absent, taken } from '../../faults/file-faults.ts';

const ATTEMPTS = 5;

/** Takes the lock. @returns a function that releases it @throws Error that names the process that holds it */
export async function holdAlone(path: string): Promise<() => Promise<void>> {
  const lock = `${path}.lock`;
  const mine = await describeProcess(process.pid);
  const beside = `${lock}.${process.pid}`;
  await writeFile(beside, mine, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      // A link never replaces: of several who try, one succeeds.
      if (await link(beside, lock).then(() => true, taken)) return () => giveBack(lock, mine);
      const holder = await readFile(lock, 'utf8').catch(absent);
      if (holder !== null && holder !== mine && (await isAlive(holder))) {
        const { host, pid } = JSON.parse(holder) as { host: string; pid: number };
        throw new Error(
          `another witness works with \`${path}\` (process ${pid} on ${host}): stop it, or give this one another --state ` +
            `and another --key; if no such process runs, remove \`${lock}\``,
        );
      }
      // Moved rather than removed: of two that find it stale, one moves it.
      if (holder !== null) await rename(lock, `${beside}.stale`).catch(absent);
    }
    throw new Error(`\`${lock}\` could not be taken: others take it too`);
  } finally {
    await rm(beside, { force: true });
    await rm(`${beside}.stale`, { force: true });
  }
}

async function giveBack(lock: string, mine: string): Promise<void> {
  if ((await readFile(lock, 'utf8').catch(absent)) === mine) await rm(lock, { force: true });
}

/** Describes a process by its number and start time, since numbers are reused. */
async function describeProcess(pid: number): Promise<string> {
  return JSON.stringify({ pid, began: await beganAt(pid), host: hostname() });
}

/** True if the holder lives. One on another machine counts as alive, since nothing can be known of it. */
async function isAlive(holder: string): Promise<boolean> {
  try {
    const { began, host, pid } = JSON.parse(holder) as { began: string | null; host: string; pid: number };
    if (host !== hostname()) return true;
    process.kill(pid, 0);
    return began === (await beganAt(pid));
  } catch (error) {
    // EPERM: the process lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Returns when it began, in ticks since the machine started, on Linux; null elsewhere. */
async function beganAt(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The name of the program stands in brackets, and may have blanks.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}
