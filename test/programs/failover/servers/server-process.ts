/** A server of the suite: a process that is ended by its number, whatever becomes of the suite. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import type { ServerUser } from '../../../../gateway/demo/server-user.ts';

export interface ServerOptions {
  readonly program: string;
  readonly args: readonly string[];
  /** Takes what it prints. */
  readonly logFile: string;
  readonly user?: ServerUser;
  readonly environment?: Readonly<Record<string, string>>;
}

export class ServerProcess {
  readonly #child: ChildProcess;

  constructor({ args, environment, logFile, program, user = {} }: ServerOptions) {
    const out = openSync(logFile, 'a');
    this.#child = spawn(program, args, {
      ...user,
      cwd: '/',
      // Of its own session: Ctrl-C reaches the suite, which ends what it started in order.
      detached: true,
      env: { PATH: process.env.PATH, HOME: '/', LC_ALL: 'C.UTF-8', ...environment },
      stdio: ['ignore', out, out],
    });
    this.#child.on('error', () => undefined);
    const lastResort = () => this.#child.kill('SIGKILL');
    process.once('exit', lastResort);
    this.#child.once('exit', () => process.off('exit', lastResort));
  }

  get running(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async end(signal: NodeJS.Signals = 'SIGTERM', patience = 20_000): Promise<void> {
    if (!this.running) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    const late = setTimeout(() => this.#child.kill('SIGKILL'), patience);
    await exited;
    clearTimeout(late);
  }
}
