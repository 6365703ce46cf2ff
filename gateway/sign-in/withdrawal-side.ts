/** The connections of what takes a right away: nothing else has them. */
import type pg from 'pg';
import type { SecondFactorSetting, SignInDeps } from './require-administrator.ts';
import type { SignInAhead } from './sign-in.ts';

/** The connections and sign-in of a route that may take a right away, separate from those of others. */
export interface WithdrawalSide extends SignInDeps, SecondFactorSetting {
  readonly pool: pg.Pool;
  readonly draining: pg.Pool;
  /** Lets a withdrawal go on while its proof is used up: its COMMIT waits for that. */
  readonly signInAhead: SignInAhead;
}

/** The dependency of the owner's people's routes if some of their acts take a right away. */
export interface HasWithdrawalSide {
  readonly lowering: WithdrawalSide;
}
