/** The public log over HTTP: checkpoint, tiles and entry bundles at the paths of C2SP tlog-tiles. For anyone. */
import { type Response, Router } from 'express';
import type { Queryable } from '../database/queryable.ts';
import type { CheckpointSigner } from './checkpoint-signer.ts';
import { findNewestCheckpoint, findSizeAged } from './log-store.ts';
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

/**
 * Routes `/checkpoint` and `/tile/…`, to be mounted at `/log`. A path that is not the right spelling of a
 * tile's path, and a tile beyond the newest committed checkpoint, are 404: to the protocol both are files
 * that are not there. Faults of the database go to the application's error handler.
 */
export function logRoutes(deps: LogRoutesDeps): Router {
  const { pool, signer, entryDelay = 0 } = deps;
  const tiles = createTileReader(pool);
  const router = Router({ caseSensitive: true, strict: true });

  // Public data that a verifier in somebody else's page may read too.
  router.use((_request, response, next) => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'X-Content-Type-Options': 'nosniff' });
    next();
  });

  router.get('/checkpoint', async (_request, response) => {
    const newest = await findNewestCheckpoint(pool);
    if (newest === null) return notFound(response, 'the log has no checkpoint yet');
    response
      .set('Cache-Control', 'no-cache')
      .type('text/plain; charset=utf-8')
      .send(signer.sign(newest.size, newest.root));
  });

  router.get('/tile/*path', async (request, response) => {
    const ref = parseTilePath(request.path.slice(1));
    if (ref === null) return notFound(response, 'not the path of a tile: see c2sp.org/tlog-tiles');
    const size =
      ref.kind === 'entries' && entryDelay > 0
        ? await findSizeAged(pool, entryDelay)
        : ((await findNewestCheckpoint(pool))?.size ?? 0);
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
