/** A load generator that costs little: requests are made before the clock starts, sockets only write and count. */
import { connect, type Socket } from 'node:net';
import { type AnswerHead, readHead } from '../../../setup/http-bytes.ts';
import { quantile } from '../support/quantile.ts';

export interface LoadResult {
  readonly perSecond: number;
  /** Ms from writing a request to the last byte of its answer. */
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  readonly answers: number;
  readonly failures: number;
}

/** One connection's share of the requests, as bytes of HTTP/1.1. */
export type Requests = readonly Buffer[];

/**
 * Sends the requests of each connection one after the other, all connections at once, until `milliseconds` have
 * passed or the requests are used up. An answer counts if its status is 200.
 */
export async function load(
  port: number,
  connections: readonly Requests[],
  milliseconds: number,
): Promise<LoadResult> {
  const latencies: number[] = [];
  let failures = 0;
  const began = performance.now();
  const until = began + milliseconds;
  await Promise.all(
    connections.map(async (requests) => {
      const socket = await open(port);
      for (const request of requests) {
        const sent = performance.now();
        if (sent >= until) break;
        const status = await exchange(socket, request);
        if (status === 200) latencies.push(performance.now() - sent);
        else failures += 1;
      }
      socket.destroy();
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  latencies.sort((a, b) => a - b);
  return {
    perSecond: latencies.length / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    longest: quantile(latencies, 1),
    answers: latencies.length,
    failures,
  };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Writes one request and reads one answer, of which only the head is kept. Resolves to its status. */
function exchange(socket: Socket, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let head: AnswerHead | null = null;
    let start: Buffer = Buffer.alloc(0);
    let got = 0;
    const onData = (chunk: Buffer) => {
      got += chunk.length;
      if (head === null) {
        start = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
        try {
          head = readHead(start);
        } catch (error) {
          return done(error);
        }
      }
      if (head !== null && got >= head.endsAt) done();
    };
    const onClose = () => done(new Error('the connection was closed in the middle of an answer'));
    const done = (error?: unknown) => {
      socket.off('data', onData);
      socket.off('close', onClose);
      if (error === undefined) resolve((head as AnswerHead).status);
      else reject(error);
    };
    socket.on('data', onData);
    socket.once('close', onClose);
    socket.write(request);
  });
}
