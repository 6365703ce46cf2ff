/**
 * Runs several nodes behind one port (`WEB_CONCURRENCY`): this process holds the port and hands connections
 * on; each worker is a node with its own lease, like another machine. A dead one is started again; a
 * connection being handed to it just then gets no answer, until its client gives up.
 */
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Config } from '../settings/config.ts';
import type { DestinationStream, Logger } from '../settings/logger.ts';
import { createAnswers } from './answer-workers.ts';
import type { DoorSettings } from './open-doors.ts';
import type { RunningGateway } from './start-gateway.ts';
import type { FromWorker, Order, ToWorker } from './worker-messages.ts';

/** Milliseconds of pause before a worker is restarted, doubled each time that it dies young. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
const YOUNG = 60_000;
/** Milliseconds after which a worker that has not stopped is killed. */
const STOP_WITHIN = 25_000;

/** The arguments with which each worker starts its node. */
interface Node {
  readonly config: Config;
  readonly log: Logger;
}

export class Workers {
  readonly #count: number;
  /** Ports as asked for; with 0, all share the free one that the first finds. */
  readonly #settings: DoorSettings;
  #bound: { readonly port: number; readonly adminPort: number | null } = { port: 0, adminPort: null };
  readonly #answer = createAnswers();
  #stopping = false;
  readonly #pauses = new Set<NodeJS.Timeout>();

  readonly #output: DestinationStream | undefined;

  private constructor(count: number, settings: DoorSettings, output?: DestinationStream) {
    this.#count = count;
    this.#settings = settings;
    this.#output = output;
    const inSource = import.meta.url.endsWith('.ts');
    cluster.setupPrimary({
      exec: fileURLToPath(new URL(`./worker.${inSource ? 'ts' : 'js'}`, import.meta.url)),
      args: [],
      silent: output !== undefined,
    });
    cluster.on('message', (worker, message: FromWorker) => this.#hear(worker, message));
  }

  /**
   * Resolves once all listen; they answer 503 until they are started.
   * @param output takes the workers' lines; default: standard error, as their own
   * @throws Error naming the port if it is taken
   */
  static async open(count: number, settings: DoorSettings, output?: DestinationStream): Promise<Workers> {
    const workers = new Workers(count, settings, output);
    try {
      const ports = await Promise.all(Array.from({ length: count }, () => workers.#listen(workers.#fork())));
      workers.#bound = ports[0] as (typeof ports)[number];
      return workers;
    } catch (error) {
      await workers.close();
      throw error;
    }
  }

  get port(): number {
    return this.#bound.port;
  }

  get adminPort(): number | null {
    return this.#bound.adminPort;
  }

  /** Opens a node in each worker, and replaces any that dies. @throws Error if one cannot be opened */
  async start(config: Config, log: Logger): Promise<RunningGateway> {
    try {
      const workers = living();
      if (workers.length < this.#count) throw new Error('a worker ended before it was started');
      const keys = await Promise.all(workers.map((worker) => this.#start(worker, config)));
      for (const worker of workers) this.#watch(worker, FIRST_PAUSE, { config, log });
      return { logKey: keys[0] as string, stop: () => this.close() };
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Lets every worker answer what it has accepted, give back its lease, and end. */
  async close(): Promise<void> {
    this.#stopping = true;
    for (const pause of this.#pauses) clearTimeout(pause);
    await Promise.all(
      living().map(async (worker) => {
        const exited = once(worker, 'exit');
        worker.process.kill('SIGTERM');
        const late = setTimeout(() => worker.process.kill('SIGKILL'), STOP_WITHIN);
        await exited;
        clearTimeout(late);
      }),
    );
  }

  #fork(): Worker {
    const worker = cluster.fork();
    // The streams are piped only if somebody takes their lines.
    const { stderr, stdout } = worker.process;
    for (const stream of [stderr, stdout]) {
      if (stream) createInterface(stream).on('line', (line) => this.#output?.write(`${line}\n`));
    }
    return worker;
  }

  async #listen(worker: Worker): Promise<{ readonly port: number; readonly adminPort: number | null }> {
    await reply(worker, 'up');
    tell(worker, { kind: 'listen', settings: this.#settings });
    return reply(worker, 'listening');
  }

  async #start(worker: Worker, config: Config): Promise<string> {
    tell(worker, { kind: 'start', config });
    return (await reply(worker, 'ready')).logKey;
  }

  /** @param pause milliseconds before the next one is started, if this one dies young */
  #watch(worker: Worker, pause: number, node: Node): void {
    const began = performance.now();
    worker.once('exit', (code, signal) => {
      if (this.#stopping) return;
      const wait = performance.now() - began < YOUNG ? pause : FIRST_PAUSE;
      node.log.error({ code, signal, wait }, 'a worker has ended; another takes its place');
      const timer = setTimeout(() => {
        this.#pauses.delete(timer);
        void this.#replace(Math.min(wait * 2, LONGEST_PAUSE), node);
      }, wait);
      this.#pauses.add(timer);
    });
  }

  async #replace(pause: number, node: Node): Promise<void> {
    const worker = this.#fork();
    this.#watch(worker, pause, node);
    try {
      await this.#listen(worker);
      await this.#start(worker, node.config);
      node.log.warn({}, 'a worker has taken the place of one that ended');
    } catch (error) {
      if (this.#stopping) return;
      node.log.error({ fault: (error as Error).message }, 'a worker could not be started; it is tried again');
    }
  }

  #hear(worker: Worker, message: FromWorker): void {
    if (message.kind !== 'question') return;
    const { id, question } = message;
    const send = (answer: { value?: unknown; fault?: string }) => {
      if (worker.isConnected()) worker.send({ kind: 'answer', id, ...answer } satisfies ToWorker);
    };
    this.#answer(question).then(
      (value) => send({ value }),
      (error: Error) => send({ fault: error.message }),
    );
  }
}

function living(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter(
    (worker) => worker !== undefined && !worker.isDead(),
  ) as Worker[];
}

/** Sends an order; ignores a worker whose channel is gone, since its exit is noticed elsewhere. */
function tell(worker: Worker, order: Order): void {
  worker.send({ kind: 'order', order } satisfies ToWorker, () => undefined);
}

type Reply<Kind> = Extract<FromWorker, { kind: Kind }>;

/** @throws Error with the worker's own words if it failed to do as ordered, or if it ended */
function reply<Kind extends FromWorker['kind']>(worker: Worker, kind: Kind): Promise<Reply<Kind>> {
  return new Promise((resolve, reject) => {
    const hear = (message: FromWorker) => {
      if (message.kind === kind) done(() => resolve(message as Reply<Kind>));
      if (message.kind === 'fault') done(() => reject(new Error(message.words)));
    };
    const end = () => done(() => reject(new Error('a worker ended before it was ready')));
    const done = (settle: () => void) => {
      worker.off('message', hear);
      worker.off('exit', end);
      settle();
    };
    worker.on('message', hear);
    worker.on('exit', end);
  });
}
