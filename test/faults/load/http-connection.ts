/** One kept connection that speaks just enough HTTP/1.1 to ask and to see how the answer ended. */
import { connect, type Socket } from 'node:net';
import type { Asker } from '../cluster/identities.ts';

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

/** The bytes of a request with a fresh proof. */
export function requestBytes(asker: Asker, method: string, path: string, body?: object): Buffer {
  const text = body === undefined ? '' : JSON.stringify(body);
  // RFC 9449 section 4.2: `htu` has no query.
  const [target] = path.split('?') as [string];
  const content = body === undefined ? '' : 'Content-Type: application/json\r\n';
  return Buffer.from(
    `${method} ${path} HTTP/1.1\r\nHost: gateway\r\nAuthorization: DPoP ${asker.token}\r\n` +
      `DPoP: ${asker.proof(method, target)}\r\n${content}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}

export class HttpConnection {
  readonly #port: number;
  readonly #patience: number;
  #socket: Socket | null = null;

  /** @param patience ms after which an answer is not waited for any more */
  constructor(port: number, patience = 30_000) {
    this.#port = port;
    this.#patience = patience;
  }

  /** @throws Error if the connection ends before the answer does. */
  async exchange(request: Buffer): Promise<RawAnswer> {
    const socket = await this.#open();
    return new Promise((resolve, reject) => {
      let got: Buffer = Buffer.alloc(0);
      let total = Number.POSITIVE_INFINITY;
      let bodyAt = 0;
      const late = setTimeout(() => fail('late'), this.#patience);
      const settle = () => {
        clearTimeout(late);
        socket.off('data', onData).off('close', onClose);
      };
      const fail = (why: string) => {
        settle();
        this.close();
        reject(new Error(why));
      };
      const onClose = () => fail('closed');
      const onData = (piece: Buffer) => {
        got = got.length === 0 ? piece : Buffer.concat([got, piece]);
        if (bodyAt === 0) {
          const end = got.indexOf('\r\n\r\n');
          if (end === -1) return;
          bodyAt = end + 4;
          const length = /\r\ncontent-length: (\d+)/i.exec(got.toString('latin1', 0, end));
          if (length === null) return fail('no length');
          total = bodyAt + Number(length[1]);
        }
        if (got.length < total) return;
        settle();
        resolve({ status: Number(got.toString('latin1', 9, 12)), body: got.toString('utf8', bodyAt, total) });
      };
      socket.on('data', onData).on('close', onClose);
      socket.write(request);
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  #open(): Promise<Socket> {
    if (this.#socket !== null && !this.#socket.destroyed) return Promise.resolve(this.#socket);
    return new Promise((resolve, reject) => {
      const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
      socket.on('error', reject);
      socket.once('connect', () => {
        this.#socket = socket;
        resolve(socket);
      });
    });
  }
}
