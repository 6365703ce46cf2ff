/** A server in front of a node, as a proxy is, which turns requests away itself where it is told to, and notes what came. */
import { createServer, type IncomingHttpHeaders, request as send } from 'node:http';
import { text } from 'node:stream/consumers';

export interface TurnedAway {
  /** Null: the request goes through, and its answer is lost on its way, since the connection breaks. */
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Front {
  readonly url: string;
  /** Headers of each request, in the order in which they came. */
  readonly seen: readonly IncomingHttpHeaders[];
  /** Answers the next requests itself, one with each of these. */
  turnAway(answers: readonly TurnedAway[]): void;
  stop(): Promise<void>;
}

/** @param inner where requests go, asked for with each */
export async function startFront(inner: () => string): Promise<Front> {
  const away: TurnedAway[] = [];
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const first = away.shift();
    seen.push(request.headers);
    if (first !== undefined && first.status !== null) {
      response.writeHead(first.status, {
        'Content-Type': 'application/problem+json',
        ...first.headers,
      });
      response.end('{"detail":"not now"}');
      return;
    }
    const { headers, method = '', url = '' } = request;
    send(new URL(url, inner()), { method, headers }, (answer) => {
      if (first?.status === null) {
        answer.resume().on('end', () => response.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    seen,
    turnAway: (answers) => away.push(...answers),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
