/** The process of a demo: begun, waited for, ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { programArguments } from '../program-arguments.ts';
import { ROOT } from '../source-files.ts';
import { START_FLAGS } from '../start-flags.ts';

/** Ms. */
const READY_WITHIN = 270_000;
/** Ms; of one that had to be killed, servers may keep the pipes. */
const LAST_WORDS_WITHIN = 10_000;

/** A demo that is still starting. */
export function spawnDemo(
  environment: Readonly<Record<string, string>> & { readonly DATA_DIR: string },
  from: 'source' | 'build' = 'source',
  nodeFlags: readonly string[] = [],
  words: readonly string[] = [],
): { child: ChildProcess; output: () => string } {
  const program =
    from === 'source'
      ? programArguments('gateway/main.ts')
      : [...START_FLAGS, join(ROOT, 'dist/gateway/main.js')];
  const child = spawn(process.execPath, [...nodeFlags, ...program, ...words], {
    env: { ...process.env, NODE_OPTIONS: '', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return { child, output: () => output };
}

/** Waits for a file that the demo writes. @throws Error with the demo's words where it ends before */
export async function appears(path: string, child: ChildProcess, output: () => string): Promise<void> {
  // What it says last comes by its pipes, and may come after its end.
  const closed = new Promise((resolve) => child.once('close', resolve));
  if (await appearsBefore(path, () => child.exitCode !== null || child.signalCode !== null)) return;
  child.kill('SIGKILL');
  await Promise.race([closed, pause(LAST_WORDS_WITHIN)]);
  throw new Error(`the demo did not start:\n${output()}`);
}

/** Waits for a file that the demo writes. Resolves to false where the demo has ended before, or takes too long. */
export async function appearsBefore(path: string, hasEnded: () => boolean): Promise<boolean> {
  const until = performance.now() + READY_WITHIN;
  while (!existsSync(path)) {
    if (hasEnded() || performance.now() > until) return false;
    await pause(50);
  }
  return true;
}

/** With SIGTERM. Resolves to its exit code; null where a signal ended it. */
export async function endDemo(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  return exited;
}
