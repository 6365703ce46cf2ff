/** Runs one of the verifier's programs, as it is built, and measures its time and the most memory that it held. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from '../../../setup/source-files.ts';

export interface Ran {
  readonly seconds: number;
  /** Resident, MB. */
  readonly memory: number;
  /** What it printed with `--json`. */
  readonly report: { readonly ok: boolean } & Readonly<Record<string, unknown>>;
}

const LOOK_EVERY = 50;

/** @throws Error where it does not end with 0 */
export async function runMeasured(program: 'main' | 'mirror-main', words: readonly string[]): Promise<Ran> {
  const began = performance.now();
  const file = join(ROOT, 'dist/gateway/audit-verify', `${program}.js`);
  const child = spawn(process.execPath, [file, ...words, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let memory = 0;
  const look = setInterval(() => {
    memory = Math.max(memory, peakOf(child.pid as number));
  }, LOOK_EVERY);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  clearInterval(look);
  const seconds = (performance.now() - began) / 1_000;
  if (code !== 0) throw new Error(`\`${program}\` ended with ${code}: ${out}${err}`);
  return { seconds, memory, report: JSON.parse(out) };
}

/** The most that a process has held until now, MB; 0 once it has ended. */
function peakOf(pid: number): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}
