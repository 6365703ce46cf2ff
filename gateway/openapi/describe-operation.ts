/** How OpenAPI 3.1 writes an operation. */
import { problem } from './answers.ts';
import type { Operation } from './operation.ts';
import type { Schema } from './shapes.ts';
import { tagOf } from './tags.ts';
import { whoMayAsk } from './who-may-ask.ts';

/** Problems that any operation with a token can end in; a body can be too large, too. */
const PROBLEMS = {
  400: 'The request cannot be read.',
  401: 'Not authenticated: see `WWW-Authenticate`.',
  403: 'Refused: the reasons say why, where a decision led here.',
  404: 'Nothing has this id.',
  409: 'The present state does not allow it.',
  412: 'The state is not the one that `If-Match` names.',
  413: 'The body is larger than 64 KiB.',
  415: 'The body is compressed, or of another encoding.',
  422: 'Malformed, or not possible: the detail names what to change.',
  429: 'Too many requests: see `Retry-After` and `RateLimit`; or the refusals of the day are used up, and this is one more.',
  503: 'Not now; nothing was released and nothing changed, unless the detail says otherwise. See `Retry-After`.',
} as const;

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'For a day, a repeated request with the same key gets its first answer, with `Idempotency-Replayed: true`, and is not ' +
    'carried out again; 422 with another body, 409 while the first is under way. Where what it did was undone since, or a ' +
    'right was lowered, it is refused: 409, or 403 for a query.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
} as const;

/** @param refer gives a named schema a place of its own, and its reference back */
export function describeOperation(operation: Operation, refer: (schema: Schema) => Schema): object {
  const { answers, body, bodyOptional = false, id, method, path, scope, summary } = operation;
  const { idempotent = scope === 'alpr.admin' } = operation;
  const content = { 'application/problem+json': { schema: refer({ ...problem, $id: 'Problem' }) } };
  const problems = Object.entries(PROBLEMS).map(([status, description]) => [
    status,
    { description, content },
  ]);
  const responses = Object.entries(answers).map(([status, { what, content: described }]) => [
    status,
    {
      description: what,
      content: Object.fromEntries(
        Object.entries(described).map(([type, schema]) => [
          type,
          schema === null ? {} : { schema: refer(schema) },
        ]),
      ),
    },
  ]);
  return {
    operationId: id,
    tags: [tagOf(path)],
    summary,
    description: `${summary} ${whoMayAsk(operation)}`,
    parameters: [...parametersOf(operation), ...(method === 'post' && idempotent ? [IDEMPOTENCY_KEY] : [])],
    security: securityOf(scope),
    ...(body === undefined
      ? {}
      : {
          requestBody: { required: !bodyOptional, content: { 'application/json': { schema: refer(body) } } },
        }),
    responses: Object.fromEntries([...problems, ...responses]),
  };
}

/** Each alternative suffices. */
function securityOf(scope: Operation['scope']): object[] {
  if (scope === null) return [];
  const scopes = scope === 'either' ? ['alpr.query', 'alpr.admin'] : [scope];
  return scopes.map((name) => ({ [name]: [] }));
}

function parametersOf({ choices = {}, path, search }: Operation): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', ...(choices[name as string] && { enum: choices[name as string] }) },
  }));
  const inQuery = Object.entries((search?.properties ?? {}) as Record<string, Schema>).map(
    ([name, schema]) => ({
      name,
      in: 'query',
      schema,
    }),
  );
  return [...inPath, ...inQuery];
}
