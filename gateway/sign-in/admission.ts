/** Decides who signs in on whose connections: three sides, each of which makes only its own wait. */
import type pg from 'pg';
import type { Pools } from '../database/pools.ts';
import type { LimitRate, WithCountOfWithdrawals } from '../http/limits/limit-rate.ts';
import type { InFlight } from '../release/lease/in-flight.ts';
import type { AuthenticateDeps } from './authenticate.ts';
import type { SecondFactorSetting } from './require-administrator.ts';
import { createSignIn, createSignInAhead } from './sign-in.ts';
import type { WithdrawalSide } from './withdrawal-side.ts';

export interface AdmissionDeps extends AuthenticateDeps, SecondFactorSetting {
  readonly pools: Pools;
  readonly limitRate: LimitRate & WithCountOfWithdrawals;
  readonly inFlight: InFlight;
}

type Side = Omit<WithdrawalSide, 'draining'>;

export interface Admission {
  /** The side of partners' requests, except queries, whose proofs are used up with the commit. */
  readonly partners: Side;
  readonly administration: Side;
  readonly lowering: WithdrawalSide;
}

export function createAdmission(deps: AdmissionDeps): Admission {
  const { pools, identity, limitRate, inFlight, secondFactor } = deps;
  const sideOf = (pool: pg.Pool, limit: LimitRate = limitRate): Side => {
    const signInAhead = createSignInAhead(pool, { identity }, limit);
    return { pool, signInAhead, signIn: createSignIn(signInAhead, inFlight), secondFactor };
  };
  return {
    partners: sideOf(pools.gateway),
    administration: sideOf(pools.administration),
    lowering: { ...sideOf(pools.lowering, limitRate.lowering), draining: pools.draining },
  };
}
