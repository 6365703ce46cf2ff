/** Stops all sharing with everybody (Policy 420.7). One person may; safe to repeat. */
import {
  type WithdrawalBy,
  type WithdrawalResult,
  type WithdrawRightDeps,
  withdrawRight,
} from '../../release/revoke/withdraw-right.ts';
import { haltInDatabase } from './sharing-store.ts';

/** @throws GatewayError `unavailable`: then nothing is halted. */
export function haltSharing(deps: WithdrawRightDeps, by: WithdrawalBy): Promise<WithdrawalResult> {
  return withdrawRight(deps, {
    agency: null,
    grant: null,
    kind: 'halted',
    ...by,
    change: haltInDatabase,
    single: true,
  });
}
