/** One operation of the gateway, and how OpenAPI 3.1 writes it. */
import { problem } from './answers.ts';
import type { Schema } from './shapes.ts';

export interface Answer {
  readonly what: string;
  /** By media type; null: no JSON that could be described. */
  readonly content: Readonly<Record<string, Schema | null>>;
}

export interface Operation {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** With parameters in braces, e.g. `/v1/grants/{id}`. */
  readonly path: string;
  readonly summary: string;
  /** Scope of the access token; `either` is for partners and the owner's people alike; null: for anyone. */
  readonly scope: 'alpr.query' | 'alpr.admin' | 'either' | null;
  /** Whether a repeated POST can name itself so; default: those of administrators. */
  readonly idempotent?: boolean;
  /** Schema that validates the body, as it is compiled. */
  readonly body?: Schema;
  readonly bodyOptional?: boolean;
  /** Schema that validates the parameters of the URL, as it is compiled. */
  readonly search?: Schema;
  /** Answers by status, besides problems. */
  readonly answers: Readonly<Record<number, Answer>>;
}

export function json(what: string, schema: Schema): Answer {
  return { what, content: { 'application/json': schema } };
}

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
    'For a day, a repeated request with the same key gets its first answer; 409 where what it did was undone.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
} as const;

/** @param refer gives a named schema a place of its own, and its reference back */
export function describeOperation(operation: Operation, refer: (schema: Schema) => Schema): object {
  const { answers, body, bodyOptional = false, method, scope, summary } = operation;
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
    summary,
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
  return scopes.map((name) => ({ token: [name] }));
}

function parametersOf({ path, search }: Operation): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
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
