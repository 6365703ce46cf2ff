/** Refuses a second start on the same data before anything else is tried. */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isAlive } from './is-alive.ts';

const ANSWERS_WITHIN = 2_000;

/** @throws Error with the command for a second demo, if one runs on these data */
export async function refuseWhileRunning(dataDir: string): Promise<void> {
  const path = join(dataDir, 'demo.json');
  if (!existsSync(path)) return;
  const { gateway, pid } = JSON.parse(readFileSync(path, 'utf8')) as { gateway: string; pid?: number };
  // Neither check is enough alone: a killed demo leaves its file, and pids and ports are reused.
  if (pid === undefined || !isAlive(pid) || !(await answers(gateway))) return;
  const place = relative('', dataDir);
  throw new Error(
    `the demo is already running from ${place.startsWith('..') ? dataDir : place} (${gateway}); for a second one: DATA_DIR=.data2 PORT=8090 npm start`,
  );
}

/** True also if the answer is late, since a busy demo is still there. */
function answers(gateway: string): Promise<boolean> {
  return fetch(`${gateway}/healthz`, { signal: AbortSignal.timeout(ANSWERS_WITHIN) }).then(
    () => true,
    (error: Error) => error.name === 'TimeoutError',
  );
}
