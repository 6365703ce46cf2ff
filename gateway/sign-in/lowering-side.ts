/** The connections of what takes a right away: nothing else has them. */
import type pg from 'pg';
import type { SecondFactorSetting, SignInDeps } from './require-administrator.ts';
import type { SignInAhead } from './sign-in.ts';

/** What a route that may take a right away takes where others take their own. */
export interface LoweringSide extends SignInDeps, SecondFactorSetting {
  readonly pool: pg.Pool;
  readonly draining: pg.Pool;
  /** Lets a withdrawal go on while its proof is used up: its COMMIT waits for that. */
  readonly signInAhead: SignInAhead;
}

/** What the routes of the owner's people are given, where some of their acts take a right away. */
export interface HasLoweringSide {
  readonly lowering: LoweringSide;
}
