/** What the routes need by which administrators set up exchange. */
import type { HasLoweringSide } from '../../sign-in/lowering-side.ts';
import type { Administrator, SignInDeps } from '../../sign-in/require-administrator.ts';
import type { HotListJobDeps } from './job-deps.ts';

export interface ExchangeDeps
  extends SignInDeps,
    HasLoweringSide,
    Pick<HotListJobDeps, 'pool' | 'inFlight' | 'outbound' | 'hotListDir' | 'credentialsDir' | 'endpointKey'> {
  /** Of the connection to Redis: `ready`, `off`, or what is wrong. */
  readonly state: () => string;
  /** Whether a vendor keeps the reads, and with them a hot list of the gateway's own. */
  readonly hasVendor: boolean;
}

/** Who ends which source or push. */
export interface EndOrder {
  readonly by: Administrator;
  readonly params: { readonly id: string };
}
