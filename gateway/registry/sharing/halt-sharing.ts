/** Stops all sharing with everybody (Policy 420.7). One person may; safe to repeat. */
import {
  type LoweringBy,
  type LoweringDeps,
  type LoweringResult,
  lowerRight,
} from '../../release/revoke/lower-right.ts';
import { haltInDatabase } from './sharing-store.ts';

/** @throws GatewayError `unavailable`: then nothing is halted. */
export function haltSharing(deps: LoweringDeps, by: LoweringBy): Promise<LoweringResult> {
  return lowerRight(deps, {
    agency: null,
    grant: null,
    kind: 'halted',
    ...by,
    change: haltInDatabase,
    single: true,
  });
}
