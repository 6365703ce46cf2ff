/** Programs of the gateway under attack: this repository's, or another checkout's. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { programArguments } from '../../../setup/program-arguments.ts';

export type Environment = Readonly<Record<string, string>>;

export interface Ended {
  readonly code: number | null;
  /** Both streams, as they came. */
  readonly output: string;
}

export interface Program {
  readonly child: ChildProcess;
  output(): string;
  readonly ended: Promise<Ended>;
  running(): boolean;
  /** SIGTERM, and SIGKILL where that is not enough. */
  stop(): Promise<Ended>;
}

/** Ms that a program has for a clean end. */
const LAST_MOMENTS = 15_000;

/** @param file below `source`, e.g. `gateway/cli.ts` */
export function runProgram(
  source: string,
  file: string,
  words: readonly string[],
  environment: Environment,
): Program {
  const child = spawn(process.execPath, [...programArguments(file, source), ...words], {
    cwd: source,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  // Not SIGKILL: a demo ends its PostgreSQL, if it is let.
  const lastResort = () => child.kill('SIGTERM');
  process.once('exit', lastResort);
  const ended = once(child, 'close').then(([code]) => {
    process.off('exit', lastResort);
    return { code: code as number | null, output };
  });
  const running = () => child.exitCode === null && child.signalCode === null;
  return {
    child,
    output: () => output,
    ended,
    running,
    stop: async () => {
      if (!running()) return ended;
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), LAST_MOMENTS);
      const end = await ended;
      clearTimeout(late);
      return end;
    },
  };
}

/** Resolves to whether it holds before the program ends, or so many ms are over. */
export async function holdsWhileRunning(
  program: Program,
  holds: () => Promise<boolean> | boolean,
  within: number,
): Promise<boolean> {
  const until = performance.now() + within;
  while (program.running() && performance.now() < until) {
    if (await holds()) return true;
    await pause(50);
  }
  return false;
}
