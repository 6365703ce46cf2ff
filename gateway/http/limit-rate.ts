/** HTTP rate limits: per authenticated client, and per address for what fails to authenticate. Quotas of records are elsewhere. */
import type { Request, RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Subject } from '../../sharing-rules/terms.ts';
import { GatewayError } from '../errors.ts';

/** Counts a request of a client. @throws GatewayError `too_many_requests` (429, with `RateLimit` fields). */
export type LimitRate = (request: Request, response: Response, subject: Subject) => Promise<void>;

const WINDOW = 60_000;

/** @param perMinute requests of one registered client in a minute, on this node. */
export function limitRate(perMinute: number): LimitRate {
  const keys = new WeakMap<Request, string>();
  const limiter = rateLimit({
    windowMs: WINDOW,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request) => keys.get(request) ?? '',
    passOnStoreError: false,
    handler: refuse,
  });
  return (request, response, subject) => {
    keys.set(request, `${subject.issuer} ${subject.clientId}`);
    return new Promise((resolve, reject) => {
      void limiter(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
    });
  };
}

/** Whoever fails to authenticate this often from one address in a minute is not heard for the rest of it. */
const FAILURES = 600;

/** Guessing costs the guesser; clients behind the same address that authenticate are not counted. */
export function limitFailures(): RequestHandler {
  return rateLimit({
    windowMs: WINDOW,
    limit: FAILURES,
    standardHeaders: false,
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, response) => response.statusCode !== 401,
    handler: refuse,
  });
}

function refuse(_request: Request, response: Response): never {
  throw new GatewayError('too_many_requests', 'too many requests: wait as long as `Retry-After` says', {
    headers: { 'Retry-After': String(response.getHeader('Retry-After') ?? WINDOW / 1000) },
  });
}
