/** Sends any bytes as the body of a request that is authenticated as it should be, and tells what came of it. */
import { Agent, type IncomingMessage, request } from 'node:http';
import type { ClientsFile } from '../../gateway/cli/client/connect.ts';
import type { Operation } from '../../gateway/http/routes/route.ts';
import { OPERATIONS } from '../../gateway/node/routes/operations.ts';
import { type Asker, credentialsOf } from '../setup/asker.ts';
import { signInAtDemo } from '../setup/demo/sign-in-at-demo.ts';

export interface HostileAnswer {
  /** 0: the connection ended without an answer. */
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface HostileClient {
  post(path: string, scope: Operation['scope'], body: Buffer | string): Promise<HostileAnswer>;
  close(): void;
}

/** Every route that takes a body by POST. */
export const POST_ROUTES: readonly Operation[] = OPERATIONS.filter(
  ({ method, body }) => method === 'post' && body !== undefined,
);

/** The clients that may do what the routes do, so that a body gets as far as it can. */
function clientOf(path: string, scope: Operation['scope']): string {
  if (scope === 'alpr.query') return 'adams';
  if (path.startsWith('/v1/reviews')) return 'reviewer';
  if (path.startsWith('/v1/misuse')) return 'chief';
  if (path.startsWith('/v1/processes')) return 'counsel';
  if (/^\/v1\/(evidence|preservations)/.test(path)) return 'clerk';
  return path.startsWith('/v1/audit') ? 'auditor' : 'admin-1';
}

export async function connectHostile(file: ClientsFile, connections: number): Promise<HostileClient> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const askers = new Map<string, Asker>();
  for (const name of ['adams', 'reviewer', 'chief', 'auditor', 'clerk', 'counsel', 'admin-1']) {
    askers.set(name, await signInAtDemo(file, name));
  }
  return {
    post: (path, scope, body) => {
      const asker = askers.get(clientOf(path, scope)) as Asker;
      return exchange(agent, `${file.gateway}${path}`, body, {
        ...credentialsOf(asker, 'POST', path),
        'Content-Type': 'application/json',
        'Content-Length': String(Buffer.byteLength(body)),
      });
    },
    close: () => agent.destroy(),
  };
}

function exchange(
  agent: Agent,
  url: string,
  body: Buffer | string,
  headers: Record<string, string>,
): Promise<HostileAnswer> {
  return new Promise((resolve) => {
    const ended = () => resolve({ status: 0, headers: new Headers(), text: '' });
    const asked = request(url, { method: 'POST', agent, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('error', ended);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: headersOf(response),
          text: Buffer.concat(pieces).toString('utf8'),
        }),
      );
    });
    asked.on('error', ended);
    asked.end(body);
  });
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  return new Headers(
    Object.entries(headersDistinct).flatMap(([name, values = []]) =>
      values.map((value): [string, string] => [name, value]),
    ),
  );
}

/** Runs `work` for every item, `width` at a time. */
export async function each<T>(items: Iterable<T>, width: number, work: (item: T) => Promise<void>) {
  const source = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let next = source.next(); !next.done; next = source.next()) await work(next.value);
    }),
  );
}
