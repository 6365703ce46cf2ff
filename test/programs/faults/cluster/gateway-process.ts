/** A gateway node as a process of its own: the real `serve`, with its writes traced from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../../gateway/demo/free-port.ts';
import { programArguments } from '../../../setup/program-arguments.ts';
import { START_FLAGS } from '../../../setup/start-flags.ts';
import { clock } from '../load/history.ts';

/** Flags of node. */
const preload = (name: string) => [
  '--import',
  ...programArguments(`test/programs/faults/preload/${name}.ts`),
];

export interface GatewayProcessOptions {
  readonly name: string;
  /** The arguments with which node runs the gateway's command line: from the repository, a build or a changed copy. */
  readonly program: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** File that each write of a release is appended to. */
  readonly trace: string;
}

/** A time in which the process did not run; CLOCK_MONOTONIC, ns. `to` is infinite while it has not ended. */
export interface Stop {
  readonly from: number;
  readonly to: number;
}

export class GatewayProcess {
  readonly options: GatewayProcessOptions;
  readonly port: number;
  #stops: Stop[] = [];
  #kills = 0;
  #child: ChildProcess | null = null;
  #output = '';

  private constructor(options: GatewayProcessOptions, port: number) {
    this.options = options;
    this.port = port;
  }

  static async create(options: GatewayProcessOptions): Promise<GatewayProcess> {
    return new GatewayProcess(options, await freePort());
  }

  /** Undefined before it has started. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get running(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The end of what it printed. */
  get output(): string {
    return this.#output;
  }

  /** Since the last `forget`, as `signal` and `kill` brought them about. */
  get stops(): readonly Stop[] {
    return this.#stops;
  }

  get kills(): number {
    return this.#kills;
  }

  /** Empties the trace. */
  async forget(): Promise<void> {
    this.#stops = [];
    this.#kills = 0;
    await writeFile(this.options.trace, '');
  }

  /**
   * Resolves when it is ready to release. A node that cannot reach its database does not start, and is started again,
   * as by any supervisor. @throws Error with its output if it does not get there.
   */
  async start(within = 120_000): Promise<void> {
    const until = performance.now() + within;
    while (!(await this.#startOnce(until))) {
      if (performance.now() > until)
        throw new Error(`node ${this.options.name} did not start:\n${this.#output}`);
    }
  }

  async #startOnce(until: number): Promise<boolean> {
    const { environment, program, trace } = this.options;
    const preloads = ['trace-writes', 'step-clock'].flatMap(preload);
    const child = spawn(process.execPath, [...START_FLAGS, ...preloads, ...program, 'serve'], {
      cwd: fileURLToPath(new URL('../../../..', import.meta.url)),
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        ...environment,
        PORT: String(this.port),
        TRACE_FILE: trace,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    const lastResort = () => child.kill('SIGKILL');
    process.once('exit', lastResort);
    child.once('exit', () => process.off('exit', lastResort));
    const keep = (chunk: Buffer) => {
      this.#output = (this.#output + chunk).slice(-20_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    while (!(await this.isReady())) {
      if (!this.running) return false;
      if (performance.now() > until) {
        this.signal('SIGKILL');
        return false;
      }
      await pause(50);
    }
    return true;
  }

  async isReady(): Promise<boolean> {
    const url = `http://127.0.0.1:${this.port}/readyz`;
    return fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.ok;
      },
      () => false,
    );
  }

  signal(name: NodeJS.Signals): void {
    if (name === 'SIGSTOP') this.#stops.push({ from: clock(), to: Number.POSITIVE_INFINITY });
    if (this.running) this.#child?.kill(name);
    if (name === 'SIGCONT') this.#endStop();
  }

  #endStop(): void {
    const now = clock();
    this.#stops = this.#stops.map(({ from, to }) => ({ from, to: Math.min(to, now) }));
  }

  /** Ends it, gently unless it does not listen. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === null || !this.running) return;
    const exited = once(child, 'exit');
    this.signal('SIGCONT');
    this.signal('SIGTERM');
    const late = setTimeout(() => this.signal('SIGKILL'), 3_000);
    await exited;
    clearTimeout(late);
  }

  /** `kill -9`, and waits until it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null || !this.running) return;
    const exited = once(child, 'exit');
    this.#kills += 1;
    this.signal('SIGKILL');
    await exited;
    this.#endStop();
  }
}
