/**
 * What would take a right away and cannot be done ends in a node that has stopped: never in an answer that
 * sounds like a revocation.
 */
import { HeldByOneServer } from '../../database/primary-client.ts';
import { GatewayError } from '../../faults/errors.ts';
import type { InFlight } from './in-flight.ts';

class NotRevoked extends GatewayError {}

const UNREACHABLE = 'the database cannot be reached';

/**
 * For the lowering itself and for the route that leads to it: who asks, and for what, is looked up first.
 * @throws GatewayError `unavailable` in place of every fault; a refusal (any other GatewayError) passes through.
 */
export async function orStop<T>(
  { inFlight }: { readonly inFlight: InFlight },
  step: () => Promise<T>,
  why = UNREACHABLE,
): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    if (cause instanceof NotRevoked || (cause instanceof GatewayError && cause.code !== 'unavailable')) {
      throw cause;
    }
    inFlight.stop();
    const isHeldByOne = (cause as Error).cause instanceof HeldByOneServer;
    const fault = isHeldByOne ? 'no second database server is known to hold it' : why;
    throw new NotRevoked('unavailable', `not revoked; this node has stopped: ${fault}; repeat the call`, {
      headers: { 'Retry-After': '1' },
      cause,
    });
  }
}
