/**
 * Names every request, counts it, and writes a line of diagnostics for it. The line has the route's pattern instead of
 * the path, and nothing that was sent: no header, no query string, no body, no address. Of a refused sign-in it has the
 * code of `why-refused.ts`.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';

export interface RecordOptions {
  readonly log: {
    readonly isLevelEnabled: (level: string) => boolean;
    info(fields: object, message: string): void;
  };
  readonly count: (method: string, route: string, status: number) => void;
}

const REQUEST_ID = 'X-Request-Id';

/** What is not of these is an asker's own word, and is counted as `other`. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS']);

export function recordRequests(listener: RequestListener, { log, count }: RecordOptions): RequestListener {
  const writes = log.isLevelEnabled('info');
  return (request, response) => {
    const id = randomUUID();
    const began = performance.now();
    response.setHeader(REQUEST_ID, id);
    response.on('close', () => {
      const method = METHODS.has(request.method ?? '') ? (request.method as string) : 'other';
      const route = routeOf(request);
      const { statusCode: status, writableFinished } = response;
      count(method, route, status);
      if (!writes) return;
      const ms = Math.round(performance.now() - began);
      const why = whyOf(response);
      log.info(
        {
          ...{ id, method, route, status, ms },
          ...(why === undefined ? {} : { why }),
          ...(writableFinished ? {} : { cut: true }),
        },
        'request',
      );
    });
    listener(request, response);
  };
}

/** The name under which the request stands in the diagnostics. */
export function requestId(response: ServerResponse): string {
  return String(response.getHeader(REQUEST_ID) ?? '');
}

/** Why the one who asked was refused: for the line of the request, and for nobody else. */
export function noteWhy(response: Response, why: string): void {
  response.locals.why = why;
}

/** Express gives each response its `locals`; without it, as for a head that is malformed, there are none. */
function whyOf(response: ServerResponse): unknown {
  return (response as Partial<Response>).locals?.why;
}

/** The pattern that express matched, e.g. `/v1/agencies/:ori`; `none` where nothing is mounted. */
export function routeOf(request: IncomingMessage): string {
  const { baseUrl = '', route } = request as Partial<Request>;
  const path: unknown = route?.path;
  if (typeof path === 'string') return baseUrl + path;
  return Array.isArray(path) ? String(path[0]) : 'none';
}
