/**
 * How every route that takes a right away answers: who asks is settled first; what then fails ends
 * in a node that has stopped.
 */
import type { Request, Response } from 'express';
import type pg from 'pg';
import type { AdministrativeAction } from '../../sharing-rules/terms/roles.ts';
import { type Answer, answerOnce } from '../http/idempotency/answer-once.ts';
import { type LoweringDeps, orStop } from '../release/revoke/lower-right.ts';
import {
  ADMIN_SCOPE,
  administratorOf,
  type Raiser,
  type SecondFactorSetting,
  type SignInDeps,
} from './require-administrator.ts';
import type { SignInAhead } from './sign-in.ts';

export interface AnswerLoweringDeps extends LoweringDeps, SecondFactorSetting {
  /** The lowering does not wait for the proof to be used up: its COMMIT does. */
  readonly signInAhead: SignInAhead;
}

/** What a route that may take a right away takes where others take their own: nothing else has these connections. */
export interface LoweringSide extends Pick<AnswerLoweringDeps, 'signInAhead'>, SignInDeps {
  readonly pool: pg.Pool;
  readonly draining: pg.Pool;
}

/** What the routes of the owner's people are given, where some of their acts take a right away. */
export interface HasLoweringSide {
  readonly lowering: LoweringSide;
}

/** The same, on the connections of what lowers. */
export function onLoweringSide<Deps extends HasLoweringSide>(deps: Deps): Deps & LoweringSide {
  return { ...deps, ...deps.lowering };
}

/** Who lowers, and what must be fulfilled before the COMMIT. */
export interface LoweredBy {
  readonly personId: string;
  readonly provided: Promise<void>;
  /** The same person, where what they do raises a right too. @throws GatewayError `forbidden` */
  readonly raiser: (action: AdministrativeAction) => Raiser;
}

export interface LoweringRoute {
  readonly action: AdministrativeAction;
  readonly lower: (by: LoweredBy) => Promise<Answer>;
  /** Whether it is lowered still, for a repeated `Idempotency-Key`. */
  readonly stands: (answer: { readonly status: number }) => Promise<boolean>;
}

/** @throws whatever sign-in, the role and `lower` throw; GatewayError `unavailable` where the node has stopped */
export async function answerLowering(
  deps: AnswerLoweringDeps,
  request: Request,
  response: Response,
  { action, lower, stands }: LoweringRoute,
): Promise<void> {
  // Not within `orStop`: a token that cannot be verified must not stop anything.
  const { claimed, subject } = await deps.signInAhead(request, ADMIN_SCOPE);
  await orStop(deps, async () => {
    try {
      const administrator = administratorOf(subject, action, deps);
      if (request.get('Idempotency-Key') !== undefined) await claimed;
      const work = async () => {
        const raiser = (raised: AdministrativeAction) => administratorOf(subject, raised, deps);
        const answer = await lower({ personId: administrator.personId, provided: claimed, raiser });
        await claimed;
        return answer;
      };
      await answerOnce(deps, request, response, administrator, work, { stands });
    } catch (error) {
      // Whose proof was used before is told that, and nothing else.
      await claimed;
      throw error;
    }
  });
}
