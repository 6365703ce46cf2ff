/** The board of jobs: for administrators, by their tokens, or in a browser by a pass that one of them was given. */
import type Bull from 'bull';
import type { Request, Router } from 'express';
import type pg from 'pg';
import { GatewayError } from '../faults/errors.ts';
import { json, type Route } from '../http/routes/route.ts';
import { routerOf } from '../http/routes/router-of.ts';
import { object, text, time } from '../http/schemas/shapes.ts';
import { claimProof } from '../identity/proofs/proofs-store.ts';
import { findIdentities } from '../identity/registrations-store.ts';
import { BoardPasses, type PassHolder } from '../jobs/board-pass.ts';
import { BOARD_PATH, jobsAreOff, jobsBoard, protect } from '../jobs/jobs-board.ts';
import { admittedByHand } from '../sign-in/door.ts';
import { requireAdministrator, type SignInDeps } from '../sign-in/require-administrator.ts';

export interface BoardDeps extends SignInDeps {
  readonly endpointKey: Buffer;
  /** The gateway's address, without a slash at its end; under https the cookie never goes without. */
  readonly publicUrl: string;
  readonly now: () => number;
  /** The pool that tells which links have been used, whichever node they were used on. */
  readonly pool: pg.Pool;
}

const COOKIE = 'board_pass';
const ENTRY = `${BOARD_PATH}/enter`;

interface PassDeps extends Pick<BoardDeps, 'publicUrl' | 'secondFactor' | 'signIn'> {
  readonly passes: BoardPasses;
  /** Returns null while jobs are off, or while Redis has not answered yet. */
  readonly queueNow: () => Bull.Queue | null;
}

export const BOARD_ROUTES: readonly Route<PassDeps>[] = [
  admittedByHand(
    {
      method: 'post',
      path: '/v1/board-passes',
      id: 'makeBoardPass',
      action: 'read_jobs',
      summary: 'A link that opens the board of jobs in a browser, good for a minute.',
      answers: { 201: json('The link.', object({ url: text, expiresAt: time })) },
    },
    async ({ by, response }, deps: PassDeps) => {
      if (deps.queueNow() === null) throw jobsAreOff();
      const { text: pass, expiresAt } = deps.passes.issue('link', by);
      const url = `${deps.publicUrl}${ENTRY}?pass=${pass}`;
      response
        .status(201)
        .set('Cache-Control', 'no-store')
        .json({ url, expiresAt: new Date(expiresAt).toISOString() });
    },
  ),
];

/** Serves the board's pages too, which are not part of the API. */
export function boardRouter(deps: BoardDeps, queueNow: PassDeps['queueNow']): Router {
  const passes = new BoardPasses(deps.endpointKey, deps.now);
  const isSecure = deps.publicUrl.startsWith('https:');
  const router = routerOf(BOARD_ROUTES, { ...deps, passes, queueNow });

  /** Asks the database with each request: whoever is removed, or loses a role, sees nothing more. */
  const standing = async (holder: PassHolder | null) =>
    holder !== null && (await findIdentities(deps.pool, holder.agencyId)) === holder.identities
      ? holder
      : null;

  router.get(ENTRY, protect, async (request, response) => {
    const link = passOf(request.originalUrl);
    const holder = await standing(passes.holderOf('link', link));
    if (holder === null || !(await claimProof(deps.pool, passes.markOf(link)))) {
      throw new GatewayError(
        'forbidden',
        'this link was used, is too old, or your registration was changed since: ask for another with `hot-list board`',
      );
    }
    const { text, expiresAt } = passes.issue('cookie', holder);
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

  const board = jobsBoard(queueNow, async (request, _response, next) => {
    if ((await standing(passes.holderOf('cookie', cookieOf(request)))) === null) {
      await requireAdministrator(request, deps, 'read_jobs');
    }
    next();
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
