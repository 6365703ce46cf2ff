/** Stops all sharing with everybody (Policy 420.7). One person may; safe to repeat. */
import { type Lowering, type LoweringDeps, type LoweringResult, lowerRight } from '../release/lower-right.ts';
import { setHalted } from './sharing-store.ts';

/** @throws GatewayError `unavailable`: then nothing is halted. */
export function haltSharing(
  deps: LoweringDeps,
  { reason, ...by }: { readonly reason: string } & Pick<Lowering, 'personId' | 'provided'>,
): Promise<LoweringResult> {
  return lowerRight(deps, {
    agency: null,
    grant: null,
    kind: 'halted',
    reason,
    ...by,
    change: (trx) => setHalted(trx, true),
    single: true,
  });
}
