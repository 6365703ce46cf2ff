/** Serves over HTTP what is said to be wrong about a hit, and one hit for the owner's people, for the letter to its source. */
import { pathId } from '../../http/path-id.ts';
import { validateReason } from '../../http/reason.schema.ts';
import { reply } from '../../http/routes/reply.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { admitted } from '../../sign-in/door.ts';
import { liftedAnswer, validateWrong, wrongAnswer } from './hit.schema.ts';
import type { HitDeps } from './hit-routes.ts';
import { type LiftDeps, liftCaution } from './lift-caution.ts';
import { findWrong, reportWrong } from './say-wrong.ts';

export type WrongHitDeps = HitDeps & LiftDeps;

export const WRONG_HIT_ROUTES: readonly Route<WrongHitDeps>[] = [
  admitted(
    {
      method: 'post',
      path: '/v1/hits/{id}/wrong',
      id: 'sayHitIsWrong',
      action: 'decide_hit',
      scope: 'either',
      summary:
        'A hit is wrong: a reviewer’s word dismisses it; that of an officer to whom it was told waits for a reviewer (five ' +
        'a day). Each further hit of that plate and entry carries the caution until the entry changes; none is held back.',
      body: validateWrong,
      answers: { 200: json('Noted, with the caution that hits carry from now on.', wrongAnswer) },
    },
    async ({ body, by, params }, { pool }: WrongHitDeps) => {
      const id = pathId(params.id, 'hit');
      if (by.kind === 'owner') return findWrong(pool, by.administrator, id, body);
      return reportWrong(pool, by.subject, id, body);
    },
  ),
  admitted(
    {
      method: 'post',
      path: '/v1/hits/{id}/wrong/lift',
      id: 'liftCaution',
      action: 'lift_caution',
      summary:
        'Lift the caution of the hits of this plate and entry: the first person proposes it (202), another one lifts it.',
      body: validateReason,
      answers: {
        200: json('Lifted: later hits carry no caution.', liftedAnswer),
        202: json('Proposed: the caution stays until another person lifts it.', liftedAnswer),
      },
    },
    async ({ body, by, params }, deps: WrongHitDeps) => {
      const lifted = await liftCaution(deps, pathId(params.id, 'hit'), { by, reason: body.reason });
      return reply(lifted, lifted.status === 'proposed' ? { status: 202 } : {});
    },
  ),
];
