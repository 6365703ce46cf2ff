/**
 * Limits the rate of HTTP requests: per person who signed in, per client that is a system, and per address
 * for requests that fail to authenticate. Quotas of records are elsewhere.
 */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { rateLimit, type Store } from 'express-rate-limit';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { GatewayError } from '../../faults/errors.ts';
import { askerAddress } from '../asker-address.ts';
import { BODY_BUDGET } from '../bodies/body-budget.ts';
import { isStranger } from '../connections.ts';
import type { IsTrustedProxy } from '../trusted-proxies.ts';
import { HitCounts } from './hit-counts.ts';
import { slowDown } from './slow-down.ts';
import type { StrangerBudget } from './stranger-budget.ts';

/**
 * Counts a request of the asker.
 * @param times how many requests it counts as; default: one
 * @throws GatewayError `too_many_requests` (429, with `RateLimit` fields).
 */
export type LimitRate = (
  request: Request,
  response: Response,
  subject: Subject,
  times?: number,
) => Promise<void>;

/** Counts halts and revocations separately: they still work for anyone who has used up the other limit. */
export interface WithCountOfWithdrawals {
  readonly lowering: LimitRate;
}

const WINDOW = 60_000;

/**
 * @param perMinute requests of one person or system in a minute
 * @param counts where they are counted: by this process, or by one for all workers behind its port
 */
export function limitRate(perMinute: number, counts: Store): LimitRate & WithCountOfWithdrawals {
  const keys = new WeakMap<Request, string>();
  const limiter = rateLimit({
    windowMs: WINDOW,
    limit: perMinute,
    store: counts,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    keyGenerator: (request) => keys.get(request) ?? '',
    passOnStoreError: false,
    // This lets one request count for many.
    validate: { singleCount: false },
    handler: (_request, response) => refuse(response, '; of hits each counts, so ask for fewer'),
  });
  const countAs = async (key: string, request: Request, response: Response, times = 1) => {
    keys.set(request, key);
    // All are counted at once: of two that compete for the rest of the minute, the first gets all it needs.
    await Promise.all(Array.from({ length: times }, () => pass(limiter, request, response)));
  };
  const count: LimitRate = (request, response, subject, times) =>
    countAs(whoAsks(subject), request, response, times);
  const lowering: LimitRate = (request, response, subject, times) =>
    countAs(`lowering ${whoAsks(subject)}`, request, response, times);
  return Object.assign(count, { lowering });
}

/** Keeps people who sign in through one client apart, so that none uses up another's limit. */
function whoAsks({ issuer, clientId, kind, personId }: Subject): string {
  return kind === 'person' && personId !== null ? `person ${personId}` : `${issuer} ${clientId}`;
}

/** The failures to authenticate from an address in a minute; more get 429 until the minute is over. */
const FAILURES = 600;

export interface FailureLimits {
  readonly budget: StrangerBudget;
  /** Spares trusted proxies, whose connections carry others too, the wait for what all strangers do. */
  readonly isTrustedProxy: IsTrustedProxy;
  /** Counts the failures of each address; default: in this process. */
  readonly counts?: Store | undefined;
}

/**
 * Counts and slows down only failures, not clients at the same address that do authenticate. On a connection
 * on which nobody has signed in, every refused request counts, so that nobody can probe paths without end.
 */
export function limitFailures({ budget, counts, isTrustedProxy }: FailureLimits): ErrorRequestHandler {
  const limiter = rateLimit({
    windowMs: WINDOW,
    limit: FAILURES,
    store: counts ?? new HitCounts(),
    standardHeaders: false,
    legacyHeaders: false,
    keyGenerator: askerAddress,
    // Both ports of a node share the count on purpose.
    validate: { unsharedStore: false },
    handler: (_request, response) => refuse(response, ''),
  });
  return async (error, request, response, next) => {
    if (!isFailure(error, request)) return next(error);
    const { socket } = request;
    const pause = isStranger(socket) && !isTrustedProxy(socket.remoteAddress) ? budget.spend() : 0;
    if (pause > 0) slowDown(request, response, pause);
    try {
      await pass(limiter, request, response);
    } catch (refusal) {
      slowDown(request, response);
      throw refusal;
    }
    next(error);
  };
}

function isFailure(error: unknown, { socket }: Request): boolean {
  const { status, why } = (error ?? {}) as { readonly status?: unknown; readonly why?: unknown };
  if (status === 401) return true;
  const isRefused = typeof status === 'number' && status >= 400 && status < 500;
  return (isRefused || why === BODY_BUDGET) && isStranger(socket);
}

/** Turns the middleware into a promise, so that it can be one step among others. */
function pass(limiter: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void limiter(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
}

function refuse(response: Response, hint: string): never {
  const detail = `too many requests: wait as long as \`Retry-After\` says${hint}`;
  throw new GatewayError('too_many_requests', detail, {
    headers: { 'Retry-After': String(response.getHeader('Retry-After') ?? WINDOW / 1000) },
  });
}
