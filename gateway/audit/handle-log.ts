/** The public log over HTTP: checkpoint, tiles and entry bundles at the paths of C2SP tlog-tiles. For anyone. */
import { type Response, Router } from 'express';
import { Batcher } from '../database/batcher.ts';
import type { Queryable } from '../database/queryable.ts';
import type { CheckpointSigner } from './checkpoint-signer.ts';
import { findNewestCheckpoint, findSizeAged, type StoredCheckpoint } from './log-store.ts';
import { parseTilePath } from './tile-path.ts';
import { createTileReader, readEntryBundle } from './tiles.ts';

export interface LogRoutesDeps {
  readonly pool: Queryable;
  readonly signer: CheckpointSigner;
  /** Entry bundles are served only this many milliseconds after their commit; hashes are at once. 0 if absent. */
  readonly entryDelay?: number;
}

function notFound(response: Response, why: string): void {
  response.status(404).set('Cache-Control', 'no-store').type('text/plain').send(`${why}\n`);
}

/** One look at the database for all who ask while the one before them is answered. */
const SHARING = { lines: 1, largestBatch: 2_000, longestQueue: 2_000 };

/** The newest head as it is when asked for, or newer. @throws GatewayError `unavailable` where too many wait */
function sharedHead({ pool }: LogRoutesDeps): () => Promise<StoredCheckpoint | null> {
  const batcher = new Batcher<null, StoredCheckpoint | null>(SHARING, async (asked) => {
    const value = await findNewestCheckpoint(pool);
    return asked.map(() => ({ value }));
  });
  return () => batcher.add(null);
}

/** One signature a head, however many ask for its checkpoint. Tiles need none. */
function signOnce({ signer }: LogRoutesDeps): (head: StoredCheckpoint) => string {
  let signed: { readonly head: StoredCheckpoint; readonly note: string } | undefined;
  return (head) => {
    if (signed === undefined || signed.head.size !== head.size || !signed.head.root.equals(head.root)) {
      signed = { head, note: signer.sign(head.size, head.root) };
    }
    return signed.note;
  };
}

/**
 * Routes `/log/checkpoint` and `/log/tile/…`. A path that is not the right spelling of a tile's path, and a tile beyond
 * the newest committed checkpoint, are 404: to the protocol both are files that are not there. Faults of the database
 * go to the application's error handler.
 */
export function logRoutes(deps: LogRoutesDeps): Router {
  const { pool, entryDelay = 0 } = deps;
  const tiles = createTileReader(pool);
  const findNewest = sharedHead(deps);
  const sign = signOnce(deps);
  const router = Router({ caseSensitive: true, strict: true });

  // Public data that a verifier in somebody else's page may read too.
  router.use('/log', (_request, response, next) => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'X-Content-Type-Options': 'nosniff' });
    next();
  });

  router.get('/log/checkpoint', async (_request, response) => {
    const newest = await findNewest();
    if (newest === null) return notFound(response, 'the log has no checkpoint yet');
    response.set('Cache-Control', 'no-cache').type('text/plain; charset=utf-8').send(sign(newest));
  });

  router.get('/log/tile/*path', async (request, response) => {
    const ref = parseTilePath(request.path.slice('/log/'.length));
    if (ref === null) return notFound(response, 'not the path of a tile: see c2sp.org/tlog-tiles');
    const size =
      ref.kind === 'entries' && entryDelay > 0
        ? await findSizeAged(pool, entryDelay)
        : ((await findNewest())?.size ?? 0);
    const bytes =
      ref.kind === 'entries'
        ? await readEntryBundle(pool, size, ref.index, ref.width)
        : await tiles.read(size, ref.level, ref.index, ref.width);
    if (bytes === null) return notFound(response, 'the log has not grown so far yet');
    // Partial tiles do not change either: their width is in their path.
    response
      .set('Cache-Control', 'public, max-age=31536000, immutable')
      .type('application/octet-stream')
      .send(bytes);
  });

  return router;
}
