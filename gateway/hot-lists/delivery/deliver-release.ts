/**
 * Hands a committed release to the endpoint that its partner has at this moment, signed with that endpoint's secret.
 */
import { GatewayError } from '../../faults/errors.ts';
import { postSigned } from '../../jobs/post-signed.ts';
import type { Release } from '../../release/commit/commit-releases.ts';
import type { ResponseInFlight } from '../../release/lease/in-flight.ts';
import type { HotListJobDeps } from '../lists/job-deps.ts';
import { noteFailed, noteTaken } from './delivery-state-store.ts';
import { endpointSecret } from './endpoint-secret.ts';
import { findEndpoint } from './endpoints-store.ts';

interface ReleaseNotice {
  readonly agencyId: number;
  readonly release: Release;
  /** Tracks the response; entered before the release was committed. */
  readonly inFlightResponse: ResponseInFlight;
  /** The same for each attempt, so that the receiver takes it once. */
  readonly id: string;
  readonly body: string;
}

const FAILS =
  'an endpoint takes no deliveries: each is tried again, at most ten times; this is told once, see `hot-list endpoint list`';
const TAKES = 'an endpoint takes deliveries again';

/**
 * Resolves to false if the partner has no approved endpoint any more.
 * INVARIANT: the endpoint is read after the commit. Removing or moving it makes a revocation record, whose
 * fence cuts a release committed before it; one committed after it finds the new state here.
 * @throws GatewayError if the partner could not be told; its `why` says so if the endpoint is the cause
 */
export async function deliverRelease(notice: ReleaseNotice, deps: HotListJobDeps): Promise<boolean> {
  const { agencyId, ...sent } = notice;
  const { ca, endpointKey, log, now, outbound: policy, pool } = deps;
  const endpoint = await findEndpoint(pool, agencyId);
  if (endpoint === null) return false;
  const { agency, salt, url } = endpoint;
  const secret = endpointSecret(endpointKey, salt, agencyId);
  const delivery = { ...sent, endpoint: { url, secret }, now: now(), policy };
  await postSigned({ ...delivery, ...(ca === undefined ? {} : { ca }) }).catch(async (error) => {
    const fault = error instanceof GatewayError ? error.why : undefined;
    if (fault !== undefined && (await noteFailed(pool, endpoint, fault))) {
      log.warn({ agency: agency.ori, fault }, FAILS);
    }
    throw error;
  });
  if (await noteTaken(pool, endpoint)) log.warn({ agency: agency.ori }, TAKES);
  return true;
}
