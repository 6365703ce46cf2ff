/** The dependencies of the routes by which administrators set up exchange. */

import type { Administrator, SignInDeps } from '../../sign-in/require-administrator.ts';
import type { HasWithdrawalSide } from '../../sign-in/withdrawal-side.ts';
import type { HotListJobDeps } from './job-deps.ts';

export interface ExchangeDeps
  extends SignInDeps,
    HasWithdrawalSide,
    Pick<HotListJobDeps, 'pool' | 'inFlight' | 'outbound' | 'hotListDir' | 'credentialsDir' | 'endpointKey'> {
  /** Tells the state of the connection to Redis: `ready`, `off`, or what is wrong. */
  readonly state: () => string;
  /** True if a vendor keeps the reads, and with them a hot list of the gateway's own. */
  readonly hasVendor: boolean;
}

/** The order of an administrator to end a source or a push. */
export interface EndOrder {
  readonly by: Administrator;
  readonly params: { readonly id: string };
}
