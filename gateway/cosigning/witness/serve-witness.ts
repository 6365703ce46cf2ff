/** Serves a witness (C2SP tlog-witness): `add-checkpoint` for logs, newest checkpoints for monitors. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { GatewayError } from '../../faults/errors.ts';
import { type Collecting, collectBody } from '../../http/bodies/collect-body.ts';
import { type AddCheckpoint, parseRequest } from './parse-request.ts';
import { type Answer, TooManyError, type Witness } from './witness.ts';

/** The most bytes of a body: 63 hashes at most, and 5 kB a signature that withstands quantum computers. */
const LARGEST_BODY = 128 * 1024;
/** The limits of a body: the server's timeout ends late ones, its connections bound their number. */
const READING: Collecting = { limit: LARGEST_BODY, patience: null, reserve: () => undefined };
/** Milliseconds for a whole request. */
const PATIENCE = 10_000;
const MOST_CONNECTIONS = 512;

const TEXT = 'text/plain; charset=utf-8';
const SIZE = 'text/x.tlog.size';
const ABOUT = `This is a witness of transparency logs (https://c2sp.org/tlog-witness).
A log asks for a cosignature with POST /add-checkpoint. The newest checkpoint that was cosigned is at
GET /<SHA-256 of the log's origin, in hexadecimal>/checkpoint.
`;

/** The answer, and what the operator should know of it. */
export interface Told {
  readonly status: number;
  readonly origin?: string;
  readonly size?: number;
  readonly why?: string;
  /** The proof that the log has signed what it must never sign. */
  readonly evidence?: string;
}

/** Creates the server. @param tell is called once a request that concerns a log, and for every failure */
export function createWitnessServer(witness: Witness, tell: (told: Told) => void): Server {
  const server = createServer((request, response) => {
    answer(request, response, witness, tell).catch((error: NodeJS.ErrnoException) => {
      // The client went away before its request was complete.
      if (!request.complete) {
        response.destroy();
        return;
      }
      // The operator must see to a fault of the disk; the log learns only that there is no cosignature.
      tell({ status: 500, why: error.message });
      send(
        response,
        500,
        TEXT,
        'this witness could not keep the checkpoint, so it has not cosigned it: ask again later\n',
      );
    });
  });
  server.requestTimeout = PATIENCE;
  server.headersTimeout = PATIENCE;
  server.maxConnections = MOST_CONNECTIONS;
  return server;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  witness: Witness,
  tell: (told: Told) => void,
): Promise<void> {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const [, originHash] = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path) ?? [];
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (path === '/add-checkpoint') {
    if (request.method !== 'POST') return refuseMethod(response, 'POST');
    return addCheckpoint(request, response, witness, tell);
  }
  if (path !== '/' && originHash === undefined)
    return send(response, 404, TEXT, `nothing is here.\n${ABOUT}`);
  if (!reads) return refuseMethod(response, 'GET, HEAD');
  if (originHash === undefined) return send(response, 200, TEXT, ABOUT);
  const note = witness.checkpoint(originHash);
  if (note === null) return send(response, 404, TEXT, 'this witness has cosigned nothing of such a log\n');
  send(response, 200, TEXT, note);
}

async function addCheckpoint(
  request: IncomingMessage,
  response: ServerResponse,
  witness: Witness,
  tell: (told: Told) => void,
): Promise<void> {
  let body: Buffer;
  try {
    body = await collectBody(request, READING);
  } catch (error) {
    if (!(error instanceof GatewayError) || request.destroyed) throw error;
    response.setHeader('Connection', 'close');
    return send(response, error.status, TEXT, `${error.message}\n`);
  }
  let asked: AddCheckpoint;
  try {
    asked = parseRequest(body);
  } catch (error) {
    return send(response, 400, TEXT, `${(error as Error).message}\n`);
  }
  const { origin, size } = asked.checkpoint;
  try {
    const said = await witness.addCheckpoint(asked);
    tell({ ...toldOf(said, asked), origin, size });
    if (said.status === 200) return send(response, 200, TEXT, said.cosignature);
    if (said.status === 409) return send(response, 409, SIZE, `${said.size}\n`);
    send(response, said.status, TEXT, `${said.why}\n`);
  } catch (error) {
    if (!(error instanceof TooManyError)) throw error;
    response.setHeader('Retry-After', '1');
    send(response, 503, TEXT, `${error.message}\n`);
  }
}

function toldOf(said: Answer, { note }: AddCheckpoint): Told {
  if (said.status === 200) return { status: 200 };
  if (said.status === 409) return { status: 409, why: `the newest head cosigned has the size ${said.size}` };
  const { isEvidence, status, why } = said;
  return { status, why, ...(isEvidence ? { evidence: note } : {}) };
}

function refuseMethod(response: ServerResponse, allowed: string): void {
  response.setHeader('Allow', allowed);
  send(response, 405, TEXT, `here only ${allowed} works\n`);
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(text);
}
