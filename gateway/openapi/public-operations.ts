/** What anyone may read: health, keys, metadata, the log itself. */
import { json, type Operation } from '../http/routes/route.ts';
import { count, flag, list, object, oneOf, text } from '../http/schemas/shapes.ts';

const any = { type: 'object' };
const resourceMetadata = {
  $id: 'ResourceMetadata',
  ...object(
    {
      resource: text,
      authorization_servers: list(text),
      jwks_uri: text,
      scopes_supported: list(text),
      bearer_methods_supported: list(text),
      resource_name: text,
      dpop_signing_alg_values_supported: list(text),
      dpop_bound_access_tokens_required: flag,
      tls_client_certificate_bound_access_tokens: flag,
    },
    'authorization_servers',
  ),
};
const file = (what: string, type: string) => ({ what, content: { [type]: null } });

const get = (id: string, path: string, summary: string, answers: Operation['answers']) =>
  ({ method: 'get', path, id, summary, scope: null, answers }) as const;

const tile = {
  200: file('Bytes.', 'application/octet-stream'),
  404: file('The log has not grown so far.', 'text/plain'),
};

export const publicOperations: readonly Operation[] = [
  get('readStartPage', '/', 'What this gateway is, and where to go from here, for people.', {
    200: { ...file('A page.', 'text/html'), headers: ['Permissions-Policy'] },
  }),
  get('checkHealth', '/healthz', 'The process answers.', {
    200: json('It does.', { $id: 'Health', ...object({ status: oneOf('ok') }) }),
  }),
  get('checkReadiness', '/readyz', 'It could release now, or what is missing.', {
    200: json('Ready; what queries do not need may be missing, and is named.', {
      $id: 'Ready',
      ...object({ status: oneOf('ready'), degraded: list(text) }, 'degraded'),
    }),
    503: json('Not ready.', {
      $id: 'NotReady',
      ...object({ status: oneOf('not ready'), failing: list(text), degraded: list(text) }, 'degraded'),
    }),
  }),
  get('readMetrics', '/metrics', 'Sums of the node, for Prometheus.', { 200: file('Text.', 'text/plain') }),
  get('readOpenApiDocument', '/openapi.json', 'This document.', { 200: json('OpenAPI 3.1.', any) }),
  get('readEnvelopeKeys', '/.well-known/jwks.json', 'Keys that verify envelopes (RFC 7517).', {
    200: {
      what: 'A key set.',
      content: { 'application/jwk-set+json': { $id: 'KeySet', ...object({ keys: list(any) }) } },
    },
  }),
  get('readResourceMetadata', '/.well-known/oauth-protected-resource', 'How to get a token (RFC 9728).', {
    200: json("Metadata; of the issuers only the owner's own are named.", resourceMetadata),
  }),
  get('readCheckpoint', '/log/checkpoint', 'The newest signed head of the log (C2SP tlog-checkpoint).', {
    200: file('A signed note.', 'text/plain'),
    404: file('There is none yet.', 'text/plain'),
    503: file(
      'What this node has seen of the log is not what the database has: the text says so.',
      'text/plain',
    ),
  }),
  get(
    'readPublishedSize',
    '/log/published',
    'How many entries are published, and after how long: hashes are at once.',
    {
      200: json('Entries from `size` on are held back.', {
        $id: 'PublishedLog',
        ...object({ size: count, delaySeconds: count }),
      }),
    },
  ),
  get(
    'readTile',
    '/log/tile/{level}/{number}',
    'A whole tile of the log, or with `entries` as its level a bundle of entries (C2SP tlog-tiles).',
    tile,
  ),
  get(
    'readPartialTile',
    '/log/tile/{level}/{first}/{rest}',
    'A partial one (`000.p`, then its width), or one of a larger log (`x001`, then `234`, and so on: `rest` may have ' +
      'several segments).',
    tile,
  ),
];
