/** The client of the log that shares no code with it, as a program of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { findPython } from '../setup/find-python.ts';
import { ROOT } from '../setup/source-files.ts';

const python = findPython('cryptography');

/** Skipped where its runtime is not here, and says so. */
export const describeIndependent = (what: string, tests: () => void): void =>
  python === undefined
    ? describe.skip(`${what} (skipped: apt-get install python3-cryptography)`, tests)
    : describe(what, tests);

/** 0 verified, 1 refused, 2 not checked; and the one JSON object that it printed. */
export interface Verdict {
  readonly code: number | null;
  // biome-ignore lint/suspicious/noExplicitAny: answers of three shapes, checked by the tests themselves
  readonly report: any;
}

/** @param url without the `/log` of the log's addresses */
export function runVerifyLog(url: string, vkey: string, ...words: string[]): Promise<Verdict> {
  return runIndependent('verify_log.py', url, vkey, ...words);
}

/** Runs a program of this folder, which prints one JSON object. */
export async function runIndependent(name: string, ...words: string[]): Promise<Verdict> {
  const program = join(ROOT, 'test/independent', name);
  const child = spawn(python ?? '', [program, ...words], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const text = Buffer.concat(await child.stdout.toArray()).toString();
  return { code: (await closed)[0], report: JSON.parse(text) };
}
