/** The one place where a fault becomes an answer: RFC 9457 problem documents. */
import type { NextFunction, Request, Response } from 'express';
import { askersReasons } from '../../sharing-rules/what-to-do.ts';
import { explainAhead } from '../faults/ahead-of-clock.ts';
import { GatewayError, unavailableNow } from '../faults/errors.ts';
import { noteWhy, requestId, routeOf } from './record-requests.ts';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Refused',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Too slow',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Malformed',
  429: 'Too many requests',
  500: 'Fault of the gateway',
  503: 'Unavailable',
};

/** Returns the members of a problem document; `reasons` only if a decision led here. */
function problemDocument(error: GatewayError): Record<string, unknown> {
  return {
    type: `urn:alpr-sharing:problem:${error.code}`,
    title: TITLES[error.status] ?? 'Fault',
    status: error.status,
    detail: error.message,
    ...(error.reasons === undefined ? {} : { reasons: askersReasons(error.reasons, error.stated) }),
    ...error.members,
  };
}

/** Turns whatever was thrown into something that may be shown. An unknown fault shows nothing of itself. */
function toGatewayError(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  const status = (thrown as { status?: unknown } | null)?.status;
  // body-parser and express throw http-errors with a status; their texts may quote the request, so we use our own.
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new GatewayError('malformed', 'the request cannot be read: check its path, length and encoding', {
      status: status === 415 ? 415 : 400,
    });
  }
  return (
    explainAhead(thrown) ?? unavailableNow('the gateway cannot answer now; nothing was released', thrown)
  );
}

export interface ProblemDeps {
  readonly log: { error(fields: object, message: string): void };
}

/** Returns Express's error handler, the last in the chain. */
export function sendProblem({ log }: ProblemDeps) {
  return (thrown: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const error = toGatewayError(thrown);
    if (error.why !== undefined) noteWhy(response, error.why);
    const id = requestId(response);
    if (error.status >= 500 && error.why === undefined) {
      const cause = error.cause instanceof Error ? error.cause : error;
      // A database's message can quote values; its code and place cannot.
      log.error(
        {
          ...{ id, route: routeOf(request), fault: cause.name },
          ...{ code: (cause as { code?: unknown }).code, at: placeOf(cause) },
        },
        'request failed',
      );
    }
    if (response.headersSent) {
      response.socket?.resetAndDestroy();
      return;
    }
    response
      .status(error.status)
      .set({ 'Cache-Control': 'no-store', ...error.headers })
      .type('application/problem+json')
      .send(JSON.stringify(problemDocument(error)));
  };
}

function placeOf(error: Error): string | undefined {
  return error.stack
    ?.split('\n')
    .find((line) => line.includes('/gateway/'))
    ?.trim();
}
