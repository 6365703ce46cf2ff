/**
 * One process at a time works with a state file: two could cosign two heads of one size. Who holds it stands in a file
 * beside it; of one that was killed, the next takes it over.
 */
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { absent, taken } from '../faults/file-faults.ts';

const ATTEMPTS = 5;

/** @returns what gives it back @throws Error that names the process that holds it */
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
      // Moved away rather than removed: of two who find it stale, one moves it.
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

/** Its number and when it began: numbers are given again. */
async function describeProcess(pid: number): Promise<string> {
  return JSON.stringify({ pid, began: await beganAt(pid), host: hostname() });
}

/** Of a process on another machine nothing can be said: it counts as alive. */
async function isAlive(holder: string): Promise<boolean> {
  try {
    const { began, host, pid } = JSON.parse(holder) as { began: string | null; host: string; pid: number };
    if (host !== hostname()) return true;
    process.kill(pid, 0);
    return began === (await beganAt(pid));
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Ticks since the machine started, as Linux tells; null elsewhere. */
async function beganAt(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The name of the program stands in brackets, and may have blanks.
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}
