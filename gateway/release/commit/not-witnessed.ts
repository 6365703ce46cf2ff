/** A release that must wait: too long has no quorum of witnesses seen what the log says. */
import { GatewayError } from '../../faults/errors.ts';

/** A code beside those of decisions: asked again when the witnesses are back, a query is judged as before. */
export const LOG_NOT_WITNESSED = 'log_not_witnessed';

/** Seconds. */
const ASK_AGAIN_AFTER = 5;

/** Refuses a release; refusals, holds and revocations go on. */
export function notWitnessed(): GatewayError {
  const detail =
    'the independent witnesses of the log have not confirmed its newest entries in time, so nothing is released; ask again';
  const clause = 'LOG_WITNESS_MAX_LAG_S';
  return new GatewayError('unavailable', detail, {
    headers: { 'Retry-After': String(ASK_AGAIN_AFTER) },
    members: { reasons: [{ code: LOG_NOT_WITNESSED, clause, detail }] },
  });
}
