/** Delivers a committed release to a partner's endpoint, signed (Standard Webhooks), within the release's right. */
import { Webhook } from 'standardwebhooks';
import { GatewayError } from '../faults/errors.ts';
import type { Release } from '../release/commit/commit-releases.ts';
import type { ResponseInFlight } from '../release/lease/in-flight.ts';
import { handOver } from '../release/send/hand-over.ts';
import { callGuarded } from './call-guarded.ts';
import type { OutboundPolicy } from './guard-address.ts';

export interface Delivery {
  readonly release: Release;
  /** The response in flight, entered before the release was committed. */
  readonly inFlightResponse: ResponseInFlight;
  readonly endpoint: { readonly url: string; readonly secret: string };
  /** The id, the same for each attempt, so that the receiver takes it once. */
  readonly id: string;
  readonly body: string;
  readonly now: number;
  readonly policy: OutboundPolicy;
  readonly ca?: string;
}

const PATIENCE = 5_000;
const LONGEST = 15_000;

/**
 * Delivers it. Resolves once the receiver has answered 2xx.
 * @throws GatewayError `unavailable` for anything else, or if the right ended; `malformed` for a forbidden
 * address. `why` is a code of what the endpoint did, if it was the endpoint's doing
 */
export async function postSigned(delivery: Delivery): Promise<void> {
  const { release, inFlightResponse, endpoint, id, body, now, policy, ca } = delivery;
  const at = new Date(Math.floor(now / 1000) * 1000);
  const bytes = Buffer.from(body);
  let ended = false;
  const answer = await callGuarded({
    url: endpoint.url,
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': String(bytes.length),
      'webhook-id': id,
      'webhook-timestamp': String(at.getTime() / 1000),
      'webhook-signature': new Webhook(endpoint.secret).sign(id, at, body),
    },
    policy,
    patience: PATIENCE,
    longest: LONGEST,
    ...(ca === undefined ? {} : { ca }),
    // INVARIANT (P2): a cut resets the TCP connection, under whatever TLS still holds.
    write: (request, tcp) => {
      const cut = () => {
        ended = true;
        tcp.resetAndDestroy();
      };
      handOver({
        message: request,
        body: bytes,
        mayWrite: () => inFlightResponse.mayWrite(release.epoch, cut),
        cut,
      });
    },
  }).catch((error) => {
    throw ended ? stopped() : ofEndpoint(error);
  });
  const { statusCode = 0 } = answer;
  answer.destroy();
  if (statusCode < 200 || statusCode > 299) {
    const why = `endpoint_answered_${statusCode}`;
    throw new GatewayError('unavailable', `the endpoint answered ${statusCode}`, { why });
  }
}

/** Attributes a failure to the endpoint; what is not known to be its doing is passed on. */
function ofEndpoint(error: unknown): unknown {
  if (!(error instanceof GatewayError)) return error;
  const { cause, code, message } = error;
  const why = code === 'malformed' ? 'endpoint_not_allowed' : 'endpoint_no_answer';
  return new GatewayError(code, message, { cause, why });
}

function stopped(): GatewayError {
  return new GatewayError('unavailable', 'the right ended before it was answered');
}
