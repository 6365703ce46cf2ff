/** Limits public reading by address: generously, since verifiers and mirrors of the log read it whole. */
import type { RequestHandler } from 'express';
import { ageOf, type Clock, type Moment, momentOn } from '../../faults/age.ts';
import { GatewayError } from '../../faults/errors.ts';
import { askerAddress } from '../asker-address.ts';
import { BoundedMap } from '../bounded-map.ts';
import { slowDown } from './slow-down.ts';

const MINUTE = 60_000;
/** The most addresses, of about 150 bytes each; one that is pushed out begins again. */
const KEPT = 50_000;
/** s */
const RETRY_AFTER = 10;

interface Bucket {
  tokens: number;
  filledAt: Moment;
}

/** The paths that are never limited: anyone who watches a process must learn that it is alive. */
const ALWAYS_ANSWERED = new Set(['/healthz', '/readyz', '/metrics']);

/** The paths below which public data lies that a verifier in somebody else's page may read too. */
export const READABLE_ANYWHERE = ['/log', '/v1/receipts'] as const;

export function isReadableAnywhere(path: string): boolean {
  return READABLE_ANYWHERE.some((start) => path.startsWith(`${start}/`));
}

/**
 * Gives each address a bucket of a minute's requests, filled again as time goes by.
 * @param perMinute requests
 * @returns a step that throws GatewayError `too_many_requests` (429, with `Retry-After`)
 */
export function limitPublic(perMinute: number, clock: Clock): RequestHandler {
  const buckets = new BoundedMap<string, Bucket>(KEPT);
  return (request, response, next) => {
    const address = askerAddress(request);
    let bucket = buckets.get(address);
    if (bucket === undefined) {
      bucket = { tokens: perMinute, filledAt: momentOn(clock) };
      buckets.set(address, bucket);
    }
    const gained = (ageOf(bucket.filledAt, clock) * perMinute) / MINUTE;
    bucket.tokens = Math.min(perMinute, bucket.tokens + gained);
    bucket.filledAt = momentOn(clock);
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return next();
    }
    slowDown(request, response);
    if (ALWAYS_ANSWERED.has(request.path)) return next();
    // They must be able to see why.
    if (isReadableAnywhere(request.path)) response.set('Access-Control-Allow-Origin', '*');
    throw new GatewayError(
      'too_many_requests',
      'too many requests from this address: wait as long as `Retry-After` says',
      { headers: { 'Retry-After': String(RETRY_AFTER) } },
    );
  };
}
