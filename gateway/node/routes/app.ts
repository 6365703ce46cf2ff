/** Builds the HTTP application: defines what is mounted where, and in which order. */
import express, { type Express, type RequestHandler, type Router } from 'express';
import type { Store } from 'express-rate-limit';
import helmet from 'helmet';
import { systemClock } from '../../faults/age.ts';
import { GatewayError } from '../../faults/errors.ts';
import { Bodies } from '../../http/bodies/bodies.ts';
import { limitPublic } from '../../http/limits/limit-public.ts';
import { limitFailures } from '../../http/limits/limit-rate.ts';
import { type StrangerAllowance, StrangerBudget } from '../../http/limits/stranger-budget.ts';
import { allowedMethods } from '../../http/openapi/allowed-methods.ts';
import { type ProblemDeps, sendProblem } from '../../http/problem.ts';
import type { ServedMessages } from '../../http/served-messages.ts';
import type { IsTrustedProxy } from '../../http/trusted-proxies.ts';
import { sendNotFoundPage } from '../../pages/not-found-page.tsx';
import { OPERATIONS } from './operations.ts';

export interface AppOptions extends ProblemDeps {
  /** Returns true for proxies whose statement about the client's address is believed. */
  readonly isTrustedProxy: IsTrustedProxy;
  /** Reads bodies; the default treats everybody as a stranger. */
  readonly bodies?: Bodies;
  /** The message classes of the server that this application answers on. */
  readonly messages?: ServedMessages | undefined;
  /** Counts failures to authenticate; by default in this process. */
  readonly failures?: Store;
  /** The refusals that all strangers together may get without waiting; default: `STRANGER_ALLOWANCE`. */
  readonly strangers?: StrangerAllowance;
  /** The most requests a minute of one address to public routes; default 6,000. */
  readonly publicPerMinute?: number;
  /** Routes for anyone: health, log, keys, metadata. */
  readonly publicRoutes: readonly Router[];
  /** Routes that set their own limits for bodies. */
  readonly intakeRoutes?: readonly Router[];
  /** Routes with a body of at most 64 KiB. */
  readonly apiRoutes: readonly Router[];
}

/** Matches the addresses that answer with JSON rather than with pages. */
const API = ['/v1', '/access/v1'];
const LARGEST_BODY = 64 * 1024;
const PUBLIC_PER_MINUTE = 6_000;

const allowedFor = allowedMethods(OPERATIONS);

export function createApp(options: AppOptions): Express {
  const app = express();
  options.messages?.adoptedBy(app);
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', options.isTrustedProxy);
  app.set('case sensitive routing', true);
  app.set('strict routing', true);
  app.set('query parser', 'simple');
  // The busiest routes come first, with only the headers that matter for JSON (OWASP REST Security).
  app.use(API, secureApi, refuseHead);
  for (const router of options.intakeRoutes ?? []) app.use(router);
  app.use(API, (options.bodies ?? new Bodies()).json(LARGEST_BODY));
  for (const router of options.apiRoutes) app.use(router);
  app.use(limitPublic(options.publicPerMinute ?? PUBLIC_PER_MINUTE, systemClock));
  app.use(helmet());
  for (const router of options.publicRoutes) app.use(router);
  app.use(refuseUnanswered);
  app.use(
    limitFailures({
      budget: new StrangerBudget(() => performance.now(), options.strangers),
      isTrustedProxy: options.isTrustedProxy,
      counts: options.failures,
    }),
  );
  app.use(sendNotFoundPage());
  app.use(sendProblem(options));
  return app;
}

/** Answers an unsupported method on a known path with the supported ones (RFC 9110 §15.5.6). */
const refuseUnanswered: RequestHandler = ({ method, baseUrl, path }) => {
  const allowed = allowedFor(baseUrl + path);
  if (allowed.length === 0 || allowed.includes(method)) {
    throw new GatewayError('not_found', 'there is nothing here: see `/openapi.json` for what is');
  }
  const headers = { Allow: allowed.join(', ') };
  const detail = `this path takes ${headers.Allow}, nothing else: see \`/openapi.json\``;
  throw new GatewayError('method_not_allowed', detail, { headers });
};

/** Refuses HEAD: some answers are releases, which it would make and throw away. */
const refuseHead: RequestHandler = (request, response, next) => {
  if (request.method === 'HEAD') refuseUnanswered(request, response, next);
  else next();
};

const secureApi: RequestHandler = (_request, response, next) => {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
  next();
};
