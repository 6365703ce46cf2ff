/** The problems (RFC 9457) that an operation can end in, each with an example. */
import type { Operation } from '../routes/route.ts';

interface Problem {
  readonly what: string;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly reasons?: readonly object[];
}

export const PROBLEMS: Readonly<Record<number, Problem>> = {
  400: {
    what: 'The request cannot be read.',
    code: 'malformed',
    title: 'Bad request',
    detail: 'the request cannot be read: check its path, length and encoding',
  },
  401: {
    what: 'Not authenticated: see `WWW-Authenticate`.',
    code: 'invalid_token',
    title: 'Not authenticated',
    detail: 'send an access token: Authorization: DPoP',
  },
  403: {
    what: 'Refused: the reasons say why, where a decision led here.',
    code: 'refused',
    title: 'Refused',
    detail: 'the request is refused: see the reasons',
    reasons: [{ code: 'grant_revoked', clause: 'Policy 420.7' }],
  },
  404: {
    what: 'Nothing has this id.',
    code: 'not_found',
    title: 'Not found',
    detail: 'no grant has this id',
  },
  408: {
    what: 'The body of a sender who is not known yet did not arrive within five seconds.',
    code: 'malformed',
    title: 'Too slow',
    detail: 'the body did not arrive within 5 seconds: send it faster, or a smaller one',
  },
  409: {
    what: 'The present state does not allow it.',
    code: 'conflict',
    title: 'Conflict',
    detail: 'the grant is not proposed any more: look at its present state',
  },
  412: {
    what: 'The state is not the one that `If-Match` names.',
    code: 'conflict',
    title: 'Fault',
    detail: 'the agency is not as `If-Match` names it: read it again',
  },
  413: {
    what: 'The body is larger than 64 KiB.',
    code: 'too_large',
    title: 'Too large',
    detail: 'the body is larger than 64 KiB: ask for less at a time',
  },
  415: {
    what: 'The body is compressed, or of another encoding.',
    code: 'malformed',
    title: 'Unsupported media type',
    detail: 'the request cannot be read: check its path, length and encoding',
  },
  422: {
    what: 'Malformed, or not possible: the detail names what to change.',
    code: 'malformed',
    title: 'Malformed',
    detail: '`from` must be a time with its zone, e.g. 2026-06-01T08:00:00Z',
  },
  429: {
    what: 'Too many requests, or too large bodies at one moment: see `Retry-After` and `RateLimit`; or the refusals of the day are used up, and this is one more.',
    code: 'too_many_requests',
    title: 'Too many requests',
    detail: 'too many requests: wait as long as `Retry-After` says',
  },
  503: {
    what: 'Not now; nothing was released and nothing changed, unless the detail says otherwise. See `Retry-After`.',
    code: 'unavailable',
    title: 'Unavailable',
    detail: 'the gateway cannot answer now; nothing was released',
  },
};

/** Returns a problem as it would be sent. */
export function exampleOf(status: number): object {
  const { code, detail, reasons, title } = PROBLEMS[status] as Problem;
  const type = `urn:alpr-sharing:problem:${code}`;
  return { type, title, status, detail, ...(reasons === undefined ? {} : { reasons }) };
}

/** Returns the statuses of the problems that an operation can end in: what cannot happen is not promised. */
export function problemsOf(operation: Operation): number[] {
  const { body, conditional = false, method, path, scope, search, text } = operation;
  const takesBody = body !== undefined || text !== undefined;
  const mayHappen: readonly (readonly [number, boolean])[] = [
    [400, true],
    [401, scope !== null],
    [403, scope !== null],
    [404, scope !== null],
    [408, takesBody],
    [409, scope !== null],
    [412, conditional],
    [413, takesBody],
    [415, takesBody],
    [422, takesBody || search !== undefined || method !== 'get' || path.includes('{')],
    [429, true],
    [503, true],
  ];
  return mayHappen.filter(([, may]) => may).map(([status]) => status);
}
