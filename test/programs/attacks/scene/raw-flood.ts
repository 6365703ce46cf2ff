/** The same bytes again and again, on many connections of many addresses: what costs the sender least. */
import { connect } from 'node:net';

export interface FloodOptions {
  readonly gateway: string;
  readonly connections: number;
  /** Requests of a connection that are not answered yet. */
  readonly outstanding: number;
  /** A whole request, in turn for the connections. */
  readonly requests: readonly Buffer[];
}

export interface Flood {
  /** Answers so far. */
  answered(): number;
}

/** Of loopback; a real one would have many too. */
const ADDRESSES = 250;
/** Ms after which a connection that ended is opened again. */
const AGAIN_AFTER = 50;
const STATUS_LINE = 'HTTP/1.1 ';

/** For as long as the process lives. */
export function flood({ connections, gateway, outstanding, requests }: FloodOptions): Flood {
  const port = Number(new URL(gateway).port);
  let answered = 0;
  const open = (turn: number) => {
    const request = requests[turn % requests.length] as Buffer;
    const localAddress = `127.0.3.${1 + (turn % ADDRESSES)}`;
    const socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true });
    socket.on('error', () => undefined);
    socket.once('connect', () => {
      for (let i = 0; i < outstanding; i += 1) socket.write(request);
    });
    socket.on('data', (bytes) => {
      const answers = bytes.toString('latin1').split(STATUS_LINE).length - 1;
      answered += answers;
      for (let i = 0; i < answers; i += 1) socket.write(request);
    });
    socket.once('close', () => setTimeout(open, AGAIN_AFTER, turn + connections));
  };
  for (let turn = 0; turn < connections; turn += 1) open(turn);
  return { answered: () => answered };
}

/** The bytes of a request without a body. */
export function requestOf(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(
    `${method} ${path} HTTP/1.1\r\nHost: gateway\r\n${lines.join('')}Content-Length: 0\r\n\r\n`,
  );
}
