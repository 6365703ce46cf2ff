/** A clock by which midnight UTC comes in the middle of the soak, for all that it starts: libfaketime, where it is there. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { DAY } from '../../../sharing-rules/terms/retention.ts';

const LIBRARIES = '/usr/lib';
/** Set for the program that runs by the other clock. */
const MOVED = 'SOAK_CLOCK_MOVED';
/** Ms that the demo and the calibration take before the soak. */
const BEFORE = 45_000;

export const NO_MIDNIGHT = 'midnight is not in this run; next: apt-get install faketime';

export const clockIsMoved = (): boolean => process.env[MOVED] !== undefined;

/** Ms to move the clock ahead, so that midnight is `half` away. */
export function msAhead(now: number, half: number): number {
  const ahead = DAY - (now % DAY) - half;
  return ahead < 0 ? ahead + DAY : ahead;
}

/**
 * For programs that hang with the library, as it asks for memory while they set up theirs (Chromium, Redis): they go by
 * the true clock. Neither decides anything by it: Redis counts down, and Chromium is used to sign in alone.
 */
export const TRUE_CLOCK = { LD_PRELOAD: '' };

/** Resolves to the exit code of this program under the other clock; null where there is none. */
export async function runUnderMovedClock(minutes: number): Promise<number | null> {
  const library = findLibrary();
  if (library === undefined) return null;
  const seconds = Math.round(msAhead(Date.now(), minutes * 30_000 + BEFORE) / 1_000);
  const ahead = mkdtempSync(join(tmpdir(), 'soak-'));
  wrapRedis(ahead);
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    env: {
      ...process.env,
      PATH: `${ahead}${delimiter}${process.env.PATH}`,
      ...{ LD_PRELOAD: library, FAKETIME: `+${seconds}s`, FAKETIME_DONT_FAKE_MONOTONIC: '1' },
      // An offset to the true time needs no memory that is shared, and PostgreSQL runs as another user.
      ...{ FAKETIME_DISABLE_SHM: '1', [MOVED]: '1' },
    },
    stdio: 'inherit',
  });
  process.once('exit', () => {
    child.kill('SIGTERM');
    rmSync(ahead, { recursive: true, force: true });
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

/** Puts scripts of the same names there, which start the servers by the true clock. */
function wrapRedis(directory: string): void {
  for (const name of ['redis-server', 'valkey-server']) {
    const real = (process.env.PATH ?? '')
      .split(delimiter)
      .map((each) => join(each, name))
      .find((path) => existsSync(path));
    if (real === undefined) continue;
    writeFileSync(join(directory, name), `#!/bin/sh\nunset LD_PRELOAD\nexec '${real}' "$@"\n`, {
      mode: 0o755,
    });
  }
}

/** The one for programs of several threads, as Node is. */
function findLibrary(): string | undefined {
  if (process.env.SOAK_FAKETIME) return process.env.SOAK_FAKETIME;
  if (!existsSync(LIBRARIES)) return undefined;
  return readdirSync(LIBRARIES)
    .map((name) => `${LIBRARIES}/${name}/faketime/libfaketimeMT.so.1`)
    .find((path) => existsSync(path));
}
