/** One kept connection, on which one request after the other is asked and its answer kept. */
import { connect, type Socket } from 'node:net';
import { type AnswerHead, readHead } from '../../../setup/http-bytes.ts';

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
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
      let head: AnswerHead | null = null;
      const late = setTimeout(() => fail(new Error('late')), this.#patience);
      const settle = () => {
        clearTimeout(late);
        socket.off('data', onData).off('close', onClose);
      };
      const fail = (error: unknown) => {
        settle();
        this.close();
        reject(error);
      };
      const onClose = () => fail(new Error('closed'));
      const onData = (piece: Buffer) => {
        got = got.length === 0 ? piece : Buffer.concat([got, piece]);
        try {
          head ??= readHead(got);
        } catch (error) {
          return fail(error);
        }
        if (head === null || got.length < head.endsAt) return;
        settle();
        resolve({ status: head.status, body: got.toString('utf8', head.bodyAt, head.endsAt) });
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
