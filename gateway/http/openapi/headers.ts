/** The headers of answers, each described once, and which of them an answer can have. */
import { isReadableAnywhere } from '../limits/limit-public.ts';
import type { Operation } from '../routes/route.ts';
import type { Schema } from '../schemas/shapes.ts';

interface Header {
  readonly description: string;
  readonly schema: Schema;
  /** True if it is always there when it is named. */
  readonly required?: true;
}

const text = (description: string): Header => ({ description, schema: { type: 'string' } });
const fixed = (description: string, value: string): Header => ({
  description,
  schema: { type: 'string', const: value },
});
const SECONDS: Schema = { type: 'string', pattern: '^[0-9]{1,6}$' };

/** The headers, by the names under which the document keeps them. */
export const HEADERS: Readonly<Record<string, Header>> = {
  'X-Request-Id': text('Name of this request in the diagnostics: quote it to whom you ask for help.'),
  'Cache-Control': text('Whether the answer may be kept, and for how long.'),
  'Content-Security-Policy': text('Nothing of the answer runs or is framed in a browser.'),
  'Strict-Transport-Security': text('Ask by https only.'),
  'X-Content-Type-Options': fixed('The type is the one that is named.', 'nosniff'),
  'Cross-Origin-Opener-Policy': fixed('No other page shares its window.', 'same-origin'),
  'Cross-Origin-Resource-Policy': fixed('No other site may embed it.', 'same-origin'),
  'Origin-Agent-Cluster': fixed('A process of its own in browsers.', '?1'),
  'Permissions-Policy': text('What the page may use of a device: nothing.'),
  'Repr-Digest': text('SHA-256 of the file (RFC 9530), to compare a saved one with.'),
  'Referrer-Policy': fixed('No address is passed on.', 'no-referrer'),
  'X-DNS-Prefetch-Control': fixed('Names are not looked up ahead.', 'off'),
  'X-Download-Options': fixed('For old browsers.', 'noopen'),
  'X-Frame-Options': {
    description: 'For old browsers; of pages, stricter.',
    schema: { type: 'string', enum: ['SAMEORIGIN', 'DENY'] },
  },
  'X-Permitted-Cross-Domain-Policies': fixed('For old plug-ins.', 'none'),
  'X-XSS-Protection': fixed('For old browsers.', '0'),
  'Access-Control-Allow-Origin': fixed('A page of anybody may verify the log.', '*'),
  RateLimit: text('How many requests are left, and for how long (`limit`, `remaining`, `reset` in seconds).'),
  'RateLimit-Policy': text('How many requests are allowed, in which window.'),
  'Retry-After': { description: 'Seconds to wait before asking again.', schema: SECONDS },
  RetryAfterAlways: { description: 'Seconds to wait before asking again.', schema: SECONDS, required: true },
  'WWW-Authenticate': text('Which scope is missing (RFC 6750).'),
  WwwAuthenticateAlways: {
    ...text(
      'What is wrong with the token or the proof (RFC 6750, RFC 9449), or where to read how to get one.',
    ),
    required: true,
  },
  'DPoP-Nonce': text('The nonce to put into the next proof (RFC 9449).'),
  'Idempotency-Replayed': fixed('It is the first answer to this `Idempotency-Key`.', 'true'),
  Location: text('Where the thing that was made is found.'),
  ETag: text('Names this state, for `If-Match` or `If-None-Match`.'),
  Vary: text('On which headers of the request it depends.'),
  'Content-Encoding': fixed('It is compressed.', 'gzip'),
  'Last-Modified': text('When it changed last.'),
  'Content-Disposition': text('The name of the file.'),
  'Content-Language': text('The language of the description (RFC 8935 §2.3).'),
  'Log-Size': {
    description: 'The size of the log that the file covers.',
    schema: { type: 'string', pattern: '^[0-9]+$' },
  },
};

const EVERYWHERE = [
  'X-Request-Id',
  'Cache-Control',
  'Content-Security-Policy',
  'Strict-Transport-Security',
  'X-Content-Type-Options',
];
/** The headers that tell browsers how to treat what anyone may read. */
const FOR_BROWSERS = [
  'Cross-Origin-Opener-Policy',
  'Cross-Origin-Resource-Policy',
  'Origin-Agent-Cluster',
  'Referrer-Policy',
  'X-DNS-Prefetch-Control',
  'X-Download-Options',
  'X-Frame-Options',
  'X-Permitted-Cross-Domain-Policies',
  'X-XSS-Protection',
];

/** The headers of problems, by status: the name of each, and that under which its description is kept. */
const OF_PROBLEMS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { 'WWW-Authenticate': 'WwwAuthenticateAlways', 'DPoP-Nonce': 'DPoP-Nonce' },
  // A kept refusal is sent again.
  403: { 'WWW-Authenticate': 'WWW-Authenticate', 'Idempotency-Replayed': 'Idempotency-Replayed' },
  409: { 'Retry-After': 'Retry-After' },
  429: { 'Retry-After': 'RetryAfterAlways' },
  503: { 'Retry-After': 'Retry-After' },
};

/** Returns references to the headers that an answer of this status can have. */
export function headersOf(
  { path, scope }: Pick<Operation, 'path' | 'scope'>,
  status: number,
  own: readonly string[] = [],
): Record<string, object> {
  const names = [
    ...EVERYWHERE,
    ...(scope === null ? FOR_BROWSERS : ['RateLimit', 'RateLimit-Policy']),
    ...(isReadableAnywhere(path) ? ['Access-Control-Allow-Origin'] : []),
    ...own,
  ];
  const kept = { ...Object.fromEntries(names.map((name) => [name, name])), ...OF_PROBLEMS[status] };
  return Object.fromEntries(
    Object.entries(kept).map(([name, key]) => [name, { $ref: `#/components/headers/${key}` }]),
  );
}
