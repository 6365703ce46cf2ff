/** The public log over HTTP: checkpoint, tiles and entry bundles at the paths of C2SP tlog-tiles, and proofs. For anyone. */
import type { Request, RequestHandler, Response, Router } from 'express';
import type { CheckpointSigner } from '../../audit/checkpoint-signer.ts';
import { ForkedLogError } from '../../audit/follow/followed-log.ts';
import type { PublishedHead } from '../../audit/follow/published-head.ts';
import { sizePublished } from '../../audit/follow/size-published.ts';
import { MissingEntriesError, type StoredCheckpoint } from '../../audit/log-store.ts';
import { parseTreeSize } from '../../audit/parse-checkpoint.ts';
import { proveInclusion } from '../../audit/prove-log.ts';
import { parseTilePath, TILE_WIDTH, type TileRef } from '../../audit/tile-path.ts';
import { createTileReader, readEntryBundle } from '../../audit/tiles.ts';
import { printTlogProof } from '../../audit/tlog-proof.ts';
import { NOBODY, type OpenedCosigning } from '../../cosigning/open-cosigning.ts';
import type { Queryable } from '../../database/queryable.ts';
import { GatewayError } from '../../faults/errors.ts';
import { READABLE_ANYWHERE } from '../../http/limits/limit-public.ts';
import { file, json, type Route, route } from '../../http/routes/route.ts';
import { routerOf } from '../../http/routes/router-of.ts';
import { count, object } from '../../http/schemas/shapes.ts';
import { strictRouter } from '../../http/strict-router.ts';

export interface LogRoutesDeps {
  readonly pool: Queryable;
  readonly signer: CheckpointSigner;
  /** The published head; no tile, entry or answer beyond it is shown to anybody. */
  readonly published: Pick<PublishedHead, 'everyS' | 'head' | 'size'>;
  /** The milliseconds after their commit before entry bundles are served; hashes are at once. 0 if absent. */
  readonly entryDelay?: number;
  /** The witnesses' cosignatures; none if absent. */
  readonly cosigned?: Pick<OpenedCosigning, 'linesOf' | 'newest' | 'quorumFrom'>;
}

interface LogReading extends Required<Omit<LogRoutesDeps, 'signer'>> {
  readonly tiles: ReturnType<typeof createTileReader>;
  readonly sign: (head: StoredCheckpoint) => string;
}

const checkpoint = route(
  {
    method: 'get',
    path: '/log/checkpoint',
    id: 'readCheckpoint',
    summary: 'The newest signed head of the log, with the cosignatures of witnesses (C2SP tlog-checkpoint).',
    answers: {
      200: file('A signed note.', 'text/plain'),
      404: file('There is none yet.', 'text/plain'),
      503: file(
        'What this node has seen of the log is not what the database has: the text says so.',
        'text/plain',
      ),
    },
  },
  async (_request, response, reading: LogReading) => {
    const { cosigned, published } = reading;
    const newest = await published.head().catch((error) => refuseFork(response, error));
    if (newest === undefined) return;
    if (newest === null) return notFound(response, 'the log has no checkpoint yet');
    // The head is no older than what anybody may have seen: maybe a receipt that is held against it.
    sendText(response, noteOf((await cosigned.quorumFrom(newest.size)) ?? newest, reading));
  },
);

/** Lets a verifier tell entries held back from missing ones; C2SP tlog-tiles has no such answer. */
const published = route(
  {
    method: 'get',
    path: '/log/published',
    id: 'readPublishedSize',
    summary: 'How many entries are published, and after how long; and how often a new head is.',
    answers: {
      200: json('Entries from `size` on are held back.', {
        $id: 'PublishedLog',
        ...object({ size: count, delaySeconds: count, headEverySeconds: count }),
      }),
    },
  },
  async (_request, response, log: LogReading) => {
    const delaySeconds = Math.ceil(log.entryDelay / 1000);
    const told = { size: await sizePublished(log), delaySeconds, headEverySeconds: log.published.everyS };
    response.set('Cache-Control', 'no-cache').json(told);
  },
);

/** The operation of both kinds of tiles, as no segment tells them apart: a path may have any number. */
const tiles = {
  method: 'get',
  mountedAt: '/log/tile/*path',
  answers: {
    200: file('Bytes.', 'application/octet-stream'),
    404: file(
      'The log has not grown that far, or these entries are published later: the text says which.',
      'text/plain',
    ),
    503: file('An entry is missing: the log was altered. The text names the entry.', 'text/plain'),
  },
} as const;

const tile = route(
  {
    ...tiles,
    path: '/log/tile/{level}/{number}',
    id: 'readTile',
    summary: 'A whole tile of the log, or with `entries` as its level a bundle of entries (C2SP tlog-tiles).',
  },
  sendTile,
);

const partialTile = route(
  {
    ...tiles,
    path: '/log/tile/{level}/{first}/{rest}',
    id: 'readPartialTile',
    summary:
      'A partial one (`000.p`, then its width), or one of a larger log (`x001`, then `234`, and so on: `rest` may have ' +
      'several segments).',
  },
  sendTile,
);

const proof = route(
  {
    method: 'get',
    path: '/v1/receipts/{index}',
    id: 'readProof',
    summary:
      'A proof that an entry is in the log, with the cosignatures of witnesses where there are some (C2SP tlog-proof).',
    answers: {
      200: file('The proof: check it with the entry that the receipt has.', 'text/plain'),
      404: file('The log has not grown that far.', 'text/plain'),
    },
  },
  async (request, response, reading: LogReading) => {
    const index = parseTreeSize(request.params.index);
    if (index === null) {
      const detail =
        'the path must end in the index of an entry, in decimal: it is `receipt.index` of an answer';
      throw new GatewayError('malformed', detail, { status: 400 });
    }
    const { cosigned, published, tiles } = reading;
    const newest = await published.head().catch((error) => refuseFork(response, error));
    if (newest === undefined) return;
    if (newest === null || index >= newest.size) return notFound(response, notSoFar(reading));
    const head = (await cosigned.quorumFrom(index + 1)) ?? newest;
    const hashes = await proveInclusion(index, head.size, tiles.subtrees(head.size));
    sendText(response, printTlogProof(index, hashes, noteOf(head, reading)));
  },
);

export const LOG_ROUTES: readonly Route<LogReading>[] = [checkpoint, published, tile, partialTile, proof];

export function logRoutes(deps: LogRoutesDeps): Router {
  const { pool, published, cosigned = NOBODY, entryDelay = 0 } = deps;
  const reading = {
    cosigned,
    pool,
    published,
    entryDelay,
    tiles: createTileReader(pool),
    sign: signOnce(deps),
  };
  return strictRouter()
    .use([...READABLE_ANYWHERE], readableAnywhere)
    .use(routerOf(LOG_ROUTES, reading));
}

const readableAnywhere: RequestHandler = (_request, response, next) => {
  response.set({ 'Access-Control-Allow-Origin': '*', 'X-Content-Type-Options': 'nosniff' });
  next();
};

/**
 * Sends a tile. A path that is not the right spelling of a tile's path, and a tile beyond the newest
 * committed checkpoint, are 404: to the protocol both are files that are not there.
 */
async function sendTile({ path }: Pick<Request, 'path'>, response: Response, log: LogReading): Promise<void> {
  const ref = parseTilePath(path.slice('/log/'.length));
  if (ref === null) return notFound(response, 'not the path of a tile: see c2sp.org/tlog-tiles');
  const reading =
    ref.kind === 'entries'
      ? readEntryBundle(log.pool, await sizePublished(log), ref.index, ref.width)
      : log.tiles.read(await log.published.size(), ref.level, ref.index, ref.width);
  const bytes = await reading.catch((error) => refuseFork(response, error));
  if (bytes === undefined) return;
  if (bytes === null) return notFound(response, await whyAbsent(ref, log));
  // Partial tiles do not change either: their width is in their path.
  response
    .set('Cache-Control', 'public, max-age=31536000, immutable')
    .type('application/octet-stream')
    .send(bytes);
}

/** Says why entries are absent: those held back are in the log with their hashes, and not missing. */
async function whyAbsent({ kind, index, width }: TileRef, log: LogReading): Promise<string> {
  const isShown = index * TILE_WIDTH + width <= (await log.published.size());
  if (kind !== 'entries' || log.entryDelay === 0 || !isShown) return notSoFar(log);
  const seconds = Math.ceil(log.entryDelay / 1000);
  return (
    `these entries are in the log, and are published ${seconds} seconds after they came into it: ask again then; ` +
    '/log/published says how far it is, and their hashes are in /log/tile/0/ already'
  );
}

/** Says the same whether the log has grown or not, as long as that is not published. */
function notSoFar({ published: { everyS } }: Pick<LogReading, 'published'>): string {
  if (everyS === 0) return 'the log has not grown that far yet';
  return (
    `the published head has not grown that far yet: there is a new one every ${everyS} seconds. Ask again then; who has a ` +
    'token is told at once by /v1/log/consistency'
  );
}

/** Signs the head and adds the cosignatures of exactly this head. */
function noteOf(head: StoredCheckpoint, { cosigned, sign }: LogReading): string {
  return sign(head) + cosigned.linesOf(head);
}

function sendText(response: Response, text: string): void {
  response.set('Cache-Control', 'no-cache').type('text/plain; charset=utf-8').send(text);
}

function notFound(response: Response, why: string): void {
  response.status(404).set('Cache-Control', 'no-store').type('text/plain').send(`${why}\n`);
}

/** Tells anyone who watches the log that there is no head to be had, and why. */
function refuseFork(response: Response, error: unknown): undefined {
  if (!(error instanceof ForkedLogError || error instanceof MissingEntriesError)) throw error;
  response.status(503).set('Cache-Control', 'no-store').type('text/plain').send(`${error.message}\n`);
}

/** Signs each head once, however many ask for its checkpoint. Tiles need no signature. */
function signOnce({ signer }: LogRoutesDeps): (head: StoredCheckpoint) => string {
  let signed: { readonly head: StoredCheckpoint; readonly note: string } | undefined;
  return (head) => {
    if (signed === undefined || signed.head.size !== head.size || !signed.head.root.equals(head.root)) {
      signed = { head, note: signer.sign(head.size, head.root) };
    }
    return signed.note;
  };
}
