/** The board of jobs: for administrators, by their tokens, or in a browser by a pass that one of them was given. */
import type Bull from 'bull';
import type { Request, Router } from 'express';
import type pg from 'pg';
import { GatewayError } from '../faults/errors.ts';
import { strictRouter } from '../http/strict-router.ts';
import { claimProof } from '../identity/proofs/proofs-store.ts';
import { BoardPasses } from '../jobs/board-pass.ts';
import { BOARD_PATH, jobsAreOff, jobsBoard, protect } from '../jobs/jobs-board.ts';
import { requireAdministrator, type SignInDeps } from '../sign-in/require-administrator.ts';

export interface BoardDeps extends SignInDeps {
  readonly endpointKey: Buffer;
  /** Address of the gateway, without a slash at its end; under https the cookie never goes without. */
  readonly publicUrl: string;
  readonly now: () => number;
  /** Remembers which links were used, on whichever node. */
  readonly pool: pg.Pool;
}

const COOKIE = 'board_pass';
const ENTRY = `${BOARD_PATH}/enter`;

/** @param queueNow null: jobs are off, or Redis has not answered yet */
export function boardRoutes(deps: BoardDeps, queueNow: () => Bull.Queue | null): Router {
  const passes = new BoardPasses(deps.endpointKey, deps.now);
  const isSecure = deps.publicUrl.startsWith('https:');
  const router = strictRouter();

  router.post('/v1/board-passes', async (request, response) => {
    await requireAdministrator(request, deps, 'read_jobs');
    if (queueNow() === null) throw jobsAreOff();
    const { text, expiresAt } = passes.issue('link');
    response
      .status(201)
      .set('Cache-Control', 'no-store')
      .json({ url: `${deps.publicUrl}${ENTRY}?pass=${text}`, expiresAt: new Date(expiresAt).toISOString() });
  });

  router.get(ENTRY, protect, async (request, response) => {
    const link = passOf(request.originalUrl);
    if (!passes.isGood('link', link) || !(await claimProof(deps.pool, passes.markOf(link)))) {
      throw new GatewayError(
        'forbidden',
        'this link was used, or is too old: ask for another with `hot-list board`',
      );
    }
    const { text, expiresAt } = passes.issue('cookie');
    response
      .cookie(COOKIE, text, {
        path: BOARD_PATH,
        httpOnly: true,
        sameSite: 'strict',
        secure: isSecure,
        expires: new Date(expiresAt),
      })
      .set('Cache-Control', 'no-store')
      .redirect(303, BOARD_PATH);
  });

  const board = jobsBoard(queueNow, (request, _response, next) => {
    if (passes.isGood('cookie', cookieOf(request))) next();
    else requireAdministrator(request, deps, 'read_jobs').then(() => next(), next);
  });
  return router.use(board);
}

function passOf(url: string): string {
  return new URLSearchParams(url.split('?', 2)[1] ?? '').get('pass') ?? '';
}

function cookieOf({ headers }: Request): string {
  const cookie = headers.cookie?.split('; ').find((one) => one.startsWith(`${COOKIE}=`));
  return cookie?.slice(COOKIE.length + 1) ?? '';
}
