/** The public log over HTTP: checkpoint, tiles and entry bundles at the paths of C2SP tlog-tiles. For anyone. */
import { type Response, Router } from 'express';
import type { Queryable } from '../database/queryable.ts';
import type { CheckpointSigner } from './checkpoint-signer.ts';
import { type FollowedLog, ForkedLogError } from './followed-log.ts';
import { findNewestCheckpoint, findSizeAged, type StoredCheckpoint } from './log-store.ts';
import { parseTilePath } from './tile-path.ts';
import { createTileReader, readEntryBundle } from './tiles.ts';

export interface LogRoutesDeps {
  readonly pool: Queryable;
  readonly signer: CheckpointSigner;
  /** Only a head that this node accepts is signed. */
  readonly log: Pick<FollowedLog, 'head'>;
  /** Entry bundles are served only this many milliseconds after their commit; hashes are at once. 0 if absent. */
  readonly entryDelay?: number;
}

function notFound(response: Response, why: string): void {
  response.status(404).set('Cache-Control', 'no-store').type('text/plain').send(`${why}\n`);
}

/** Whoever watches the log must see that there is no head to be had, and why. */
function refuseFork(response: Response, error: unknown): undefined {
  if (!(error instanceof ForkedLogError)) throw error;
  response.status(503).set('Cache-Control', 'no-store').type('text/plain').send(`${error.message}\n`);
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
 * Routes `/log/checkpoint`, `/log/published` and `/log/tile/…`. A path that is not the right spelling of a tile's path, and a tile beyond
 * the newest committed checkpoint, are 404: to the protocol both are files that are not there. Faults of the database
 * go to the application's error handler.
 */
export function logRoutes(deps: LogRoutesDeps): Router {
  const { log, pool, entryDelay = 0 } = deps;
  const tiles = createTileReader(pool);
  const sign = signOnce(deps);
  const router = Router({ caseSensitive: true, strict: true });

  const committed = async () => (await findNewestCheckpoint(pool))?.size ?? 0;
  const published = () => (entryDelay > 0 ? findSizeAged(pool, entryDelay) : committed());

  // Public data that a verifier in somebody else's page may read too.
  router.use('/log', (_request, response, next) => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'X-Content-Type-Options': 'nosniff' });
    next();
  });

  router.get('/log/checkpoint', async (_request, response) => {
    const newest = await log.head().catch((error) => refuseFork(response, error));
    if (newest === undefined) return;
    if (newest === null) return notFound(response, 'the log has no checkpoint yet');
    response.set('Cache-Control', 'no-cache').type('text/plain; charset=utf-8').send(sign(newest));
  });

  // Not of C2SP tlog-tiles: a verifier must know entries that are held back from entries that are missing.
  router.get('/log/published', async (_request, response) => {
    const delaySeconds = Math.ceil(entryDelay / 1000);
    response.set('Cache-Control', 'no-cache').json({ size: await published(), delaySeconds });
  });

  router.get('/log/tile/*path', async (request, response) => {
    const ref = parseTilePath(request.path.slice('/log/'.length));
    if (ref === null) return notFound(response, 'not the path of a tile: see c2sp.org/tlog-tiles');
    const size = ref.kind === 'entries' ? await published() : await committed();
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
