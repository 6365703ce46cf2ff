/** The harness's hand on the proxies. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { programArguments } from '../../../setup/program-arguments.ts';
import type { ProxyOrder } from './proxy-process.ts';

export class Proxies {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (port: number) => void>();
  #id = 0;

  constructor() {
    const [file] = programArguments('test/programs/faults/cluster/proxy-process.ts');
    this.#child = fork(file, { execArgv: [], stdio: 'inherit' });
    this.#child.on('message', ({ id, port }: { id: number; port: number }) => {
      this.#waiting.get(id)?.(port);
      this.#waiting.delete(id);
    });
  }

  /** Resolves when it is so; to the port, where one was opened. */
  order(order: ProxyOrder): Promise<number> {
    this.#id += 1;
    const id = this.#id;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.send({ id, order });
    });
  }

  async close(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }
}
