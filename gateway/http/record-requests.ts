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

/** The known methods; any other is an asker's own word, and is counted as `other`. */
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

/** Returns the name under which the request stands in the diagnostics. */
export function requestId(response: ServerResponse): string {
  return String(response.getHeader(REQUEST_ID) ?? '');
}

/** Notes why the asker was refused: for the request's log line, and for nobody else. */
export function noteWhy(response: Response, why: string): void {
  response.locals.why = why;
}

/** Reads `locals`, which Express gives each response; a malformed head, without Express, has none. */
function whyOf(response: ServerResponse): unknown {
  return (response as Partial<Response>).locals?.why;
}

/** Returns the pattern that express matched, e.g. `/v1/agencies/:ori`; `none` if nothing is mounted. */
export function routeOf(request: IncomingMessage): string {
  const { baseUrl = '', route } = request as Partial<Request>;
  const path: unknown = route?.path;
  if (typeof path === 'string') return baseUrl + path;
  return Array.isArray(path) ? String(path[0]) : 'none';
}
