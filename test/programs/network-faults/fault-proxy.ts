/** Stands between the gateway that asks and its partner: passes on whole answers, and spoils those it is told to. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** By name, what befalls a question, and what the partner has done of it by then. */
export const WAY_FAULTS = {
  'connection refused': 'nobody listens; the partner has heard nothing',
  'cut before it arrives': 'the partner has heard nothing',
  'cut before the answer': 'the partner has answered',
  'cut in the middle of the answer': 'half of it has passed',
  'cut after the answer': 'all of it has passed, and the connection is gone',
  'answered 503 in its place': 'the partner has heard nothing',
  'its answer replaced by 500': 'the partner has answered',
  'answered after more than 3 s': 'the partner has answered in time',
  'cut at the proof of its head': 'the partner has answered; its proof does not come',
  'cut at its metadata':
    'the partner knows the token no more, and its metadata do not come at the next sign-in',
} as const;
export type WayFault = keyof typeof WAY_FAULTS;

/** Milliseconds that an answer is kept back: the officer waits for 3 s. */
const SLOW = 3_300;
/** Milliseconds for which nobody listens. */
const REFUSES_FOR = 300;

/** The path that a fault is for; all others are for questions. */
const PATHS: Partial<Record<WayFault, RegExp>> = {
  'cut at the proof of its head': /^\/v1\/log\/consistency/,
  'cut at its metadata': /^\/\.well-known\//,
};
const QUESTION = /^\/v1\/queries/;

interface Whole {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

export class FaultProxy {
  readonly #server = createServer((asked, answer) => {
    this.#pass(asked, answer).catch(() => asked.socket.resetAndDestroy());
  });
  readonly #targets: () => readonly number[];
  #armed: WayFault | null = null;
  /** Metadata are read where a sign-in is made anew. */
  #isSignedOut = false;
  #port = 0;
  /** Counts how often each has befallen something. */
  readonly done = new Map<WayFault, number>();

  private constructor(targets: () => readonly number[]) {
    this.#targets = targets;
  }

  /** @param targets ports of the partner's nodes, of which the first that takes the connection is asked */
  static async start(targets: () => readonly number[]): Promise<FaultProxy> {
    const proxy = new FaultProxy(targets);
    await proxy.#listen();
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Lets it befall the next question, or what belongs to one. */
  async arm(fault: WayFault): Promise<void> {
    if (fault !== 'connection refused') {
      this.#armed = fault;
      return;
    }
    this.#count(fault);
    const closed = new Promise((done) => this.#server.close(done));
    this.#server.closeAllConnections();
    await closed;
    void pause(REFUSES_FOR).then(() => this.#listen());
  }

  /** Takes back what has befallen nothing yet. */
  disarm(): void {
    if (!this.#isSignedOut) this.#armed = null;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #listen(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(this.#port, '127.0.0.1', done));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  #take(path: string): WayFault | null {
    const armed = this.#armed;
    if (armed === null || !(PATHS[armed] ?? QUESTION).test(path)) return null;
    this.#armed = null;
    this.#isSignedOut = false;
    this.#count(armed);
    return armed;
  }

  #count(fault: WayFault): void {
    this.done.set(fault, (this.done.get(fault) ?? 0) + 1);
  }

  async #pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { socket, url = '' } = asked;
    const body = Buffer.concat(await asked.toArray());
    if (this.#armed === 'cut at its metadata' && QUESTION.test(url)) {
      this.#isSignedOut = true;
      return void answer.writeHead(401).end('{}');
    }
    const fault = this.#take(url);
    if (fault === 'answered 503 in its place') return void answer.writeHead(503).end('{}');
    if (fault === 'cut before it arrives' || (fault !== null && fault in PATHS))
      return void socket.resetAndDestroy();
    const whole = await this.#forward(asked, body);
    if (fault === 'answered after more than 3 s') await pause(SLOW);
    if (fault === 'cut before the answer') return void socket.resetAndDestroy();
    if (fault === 'its answer replaced by 500') return void answer.writeHead(500).end('{}');
    answer.writeHead(whole.status, [...whole.headers]);
    if (fault === 'cut in the middle of the answer') {
      const half = whole.body.subarray(0, Math.ceil(whole.body.length / 2));
      return void answer.write(half, () => socket.resetAndDestroy());
    }
    answer.end(whole.body, () => {
      if (fault === 'cut after the answer') socket.resetAndDestroy();
    });
  }

  async #forward(asked: IncomingMessage, body: Buffer): Promise<Whole> {
    let fault: unknown;
    for (const port of this.#targets()) {
      try {
        return await whole(asked, port, body);
      } catch (error) {
        // A node that has taken the request may have carried it out: the one who asks decides whether to ask again.
        if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') throw error;
        fault = error;
      }
    }
    throw fault;
  }
}

function whole({ method, rawHeaders, url }: IncomingMessage, port: number, body: Buffer): Promise<Whole> {
  return new Promise((resolve, reject) => {
    const headers = [...rawHeaders];
    const to = { host: '127.0.0.1', port, method, path: url, headers, agent: false } as const;
    const onward = request(to, (response) => {
      response.toArray().then(
        (pieces) =>
          resolve({
            status: response.statusCode ?? 502,
            headers: response.rawHeaders,
            body: Buffer.concat(pieces),
          }),
        reject,
      );
    });
    onward.on('error', reject).end(body);
  });
}
