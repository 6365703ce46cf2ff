/**
 * HTTP rate limits: per person who signed in, per client that is a system, and per address for what fails to
 * authenticate. Quotas of records are elsewhere.
 */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { MemoryStore, rateLimit, type Store } from 'express-rate-limit';
import type { Subject } from '../../sharing-rules/terms/asker.ts';
import { GatewayError } from '../faults/errors.ts';
import { askerAddress } from './asker-address.ts';
import { isStranger } from './connections.ts';
import { slowDown } from './slow-down.ts';

/**
 * Counts a request of the asker.
 * @param times for how many it counts: for the rest of what it has decided, where that is more than one thing
 * @throws GatewayError `too_many_requests` (429, with `RateLimit` fields).
 */
export type LimitRate = (
  request: Request,
  response: Response,
  subject: Subject,
  times?: number,
) => Promise<void>;

/** A count of its own for what lowers a right: anyone who has asked for much else can still halt and revoke. */
export interface WithCountOfLowering {
  readonly lowering: LimitRate;
}

const WINDOW = 60_000;

/**
 * @param perMinute requests of one person or system in a minute
 * @param counts where they are counted: by this process, or by one for all workers behind its port
 */
export function limitRate(perMinute: number, counts: Store): LimitRate & WithCountOfLowering {
  const keys = new WeakMap<Request, string>();
  const limiter = rateLimit({
    windowMs: WINDOW,
    limit: perMinute,
    store: counts,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    keyGenerator: (request) => keys.get(request) ?? '',
    passOnStoreError: false,
    // One request may count for many.
    validate: { singleCount: false },
    handler: (_request, response) => refuse(response, '; of hits each counts, so ask for fewer'),
  });
  const countAs = async (key: string, request: Request, response: Response, times = 1) => {
    keys.set(request, key);
    // Begun together, so that of two requests for which the rest of the minute is too little the first one has it.
    await Promise.all(Array.from({ length: times }, () => pass(limiter, request, response)));
  };
  const count: LimitRate = (request, response, subject, times) =>
    countAs(whoAsks(subject), request, response, times);
  const lowering: LimitRate = (request, response, subject, times) =>
    countAs(`lowering ${whoAsks(subject)}`, request, response, times);
  return Object.assign(count, { lowering });
}

/** Many people sign in by one client: what one of them asks for must not be refused for what another did. */
function whoAsks({ issuer, clientId, kind, personId }: Subject): string {
  return kind === 'person' && personId !== null ? `person ${personId}` : `${issuer} ${clientId}`;
}

/** Anyone who fails to authenticate this often from one address in a minute gets 429 for the rest of it. */
const FAILURES = 600;

/**
 * Clients behind the same address that do authenticate are neither counted nor slowed. Of connections on which nobody
 * has signed in, whatever is refused counts, so that nobody goes on asking for what is not there.
 */
export function limitFailures(counts: Store = new MemoryStore()): ErrorRequestHandler {
  const limiter = rateLimit({
    windowMs: WINDOW,
    limit: FAILURES,
    store: counts,
    standardHeaders: false,
    legacyHeaders: false,
    keyGenerator: askerAddress,
    // One count for both ports of a node: a failure at either is one of that address.
    validate: { unsharedStore: false },
    handler: (_request, response) => refuse(response, ''),
  });
  return async (error, request, response, next) => {
    if (!isFailure(error, request)) return next(error);
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
  const status = (error as { readonly status?: unknown } | null)?.status;
  if (status === 401) return true;
  return typeof status === 'number' && status >= 400 && status < 500 && isStranger(socket);
}

/** express-rate-limit as a step in a list instead of a link in a chain. */
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
