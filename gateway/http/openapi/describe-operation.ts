/** Describes an operation in OpenAPI 3.1. */
import { rolesFor } from '../../../sharing-rules/terms/roles.ts';
import { isReadableAnywhere } from '../limits/limit-public.ts';
import { type Answer, isIdempotent, type Operation, schemaOf } from '../routes/route.ts';
import { problem } from '../schemas/answers.ts';
import type { Schema } from '../schemas/shapes.ts';
import { ANSWER_EXAMPLES, exampleOfBody, PARAMETER_EXAMPLES } from './examples.ts';
import { headersOf } from './headers.ts';
import { exampleOf, PROBLEMS, problemsOf } from './problems.ts';
import type { TaggedOperation } from './tags.ts';

/** Puts each named part in a place of its own, and returns the reference to it. */
export interface Refer {
  schema(schema: Schema): Schema;
  /** @param name the same for the same response */
  response(name: string, response: object): object;
}

/** The name of the scheme that each request with a token needs beside that of its scope. */
export const PROOF = 'proof';

const PROBLEM: Schema = { ...problem, $id: 'Problem' };

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'For a day, a repeated request with the same key gets its first answer, with `Idempotency-Replayed: true`, and is not ' +
    'carried out again; 422 with another body, 409 while the first is under way. Where what it did was undone since, or ' +
    'access was taken away, it is refused: 409, or 403 for a query. What is not decided yet, or is refused when it is picked ' +
    'up, is looked at again.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
} as const;

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  description: 'The `ETag` of the state that is to be changed; 412 where it is another by now.',
  schema: { type: 'string' },
} as const;

export function describeOperation(operation: TaggedOperation, refer: Refer): object {
  const { answers, conditional = false, id, scope, summary, tag } = operation;
  const problems = problemsOf(operation)
    .filter((status) => answers[status] === undefined)
    .map((status) => [
      status,
      refer.response(`${familyOf(operation)}${status}`, problemAt(operation, status, refer)),
    ]);
  const own = Object.entries(answers).map(([status, answer]) => [
    status,
    describeAnswer(operation, Number(status), answer, refer),
  ]);
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: `${summary} ${whoMayAsk(operation)}`,
    parameters: [
      ...parametersOf(operation),
      ...(isIdempotent(operation) ? [IDEMPOTENCY_KEY] : []),
      ...(conditional ? [IF_MATCH] : []),
    ],
    security: securityOf(scope),
    ...bodyOf(operation, refer),
    responses: Object.fromEntries([...problems, ...own]),
  };
}

function bodyOf({ body, bodyOptional = false, text }: Operation, refer: Refer): object {
  if (text !== undefined) {
    const { example, schema, type } = text;
    return { requestBody: { required: true, content: { [type]: { schema, example } } } };
  }
  if (body === undefined) return {};
  const schema = schemaOf(body);
  const described = { schema: refer.schema(schema), ...exampled(exampleOfBody(schema)) };
  return { requestBody: { required: !bodyOptional, content: { 'application/json': described } } };
}

/** Groups operations with like problems: with a token, without one, the log, which others' pages may read. */
function familyOf({ path, scope }: Operation): string {
  if (scope !== null) return 'Problem';
  return isReadableAnywhere(path) ? 'LogProblem' : 'PublicProblem';
}

function problemAt(operation: Operation, status: number, refer: Refer): object {
  const described = { schema: refer.schema(PROBLEM), example: exampleOf(status) };
  return {
    description: PROBLEMS[status]?.what,
    headers: headersOf(operation, status),
    content: { 'application/problem+json': described },
  };
}

/** Describes an answer. If a problem has the same status, either may come. */
function describeAnswer(operation: Operation, status: number, answer: Answer, refer: Refer): object {
  const { content, headers = [], what } = answer;
  const replayed = isIdempotent(operation) ? ['Idempotency-Replayed'] : [];
  const described = Object.entries(content).map(([type, schema]) => [
    type,
    schema === null
      ? {}
      : { schema: refer.schema(schema), ...exampled(ANSWER_EXAMPLES[schema.$id as string]) },
  ]);
  const problemToo =
    status >= 400 && PROBLEMS[status] !== undefined
      ? (problemAt(operation, status, refer) as { content: object }).content
      : {};
  return {
    description: what,
    headers: headersOf(operation, status, [...headers, ...replayed]),
    content: { ...problemToo, ...Object.fromEntries(described) },
  };
}

const exampled = (example: unknown) => (example === undefined ? {} : { example });

const ALTERNATIVES: Readonly<Record<string, readonly string[]>> = {
  either: ['alpr.query', 'alpr.admin'],
  query_or_ask: ['alpr.query', 'alpr.ask'],
  records_or_admin: ['alpr.records', 'alpr.admin'],
};

/** Returns the security alternatives, each of which suffices. */
function securityOf(scope: Operation['scope']): object[] {
  if (scope === null) return [];
  return (ALTERNATIVES[scope] ?? [scope]).map((name) => ({ [name]: [], [PROOF]: [] }));
}

/** Returns an example of a parameter; a partner names its own list by a word. */
function exampleIn(method: string, path: string, name: string): string | undefined {
  const isOwnList = name === 'id' && method !== 'get' && /^\/v1\/hot-lists\/\{id\}\/entries/.test(path);
  return isOwnList ? 'own' : PARAMETER_EXAMPLES[name];
}

interface SearchSchema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

function parametersOf({ choices = {}, method, path, search }: Operation): object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    ...exampled(choices[name as string]?.[0] ?? exampleIn(method, path, name as string)),
    schema: { type: 'string', ...(choices[name as string] && { enum: choices[name as string] }) },
  }));
  const { properties = {}, required = [] } = search === undefined ? {} : (schemaOf(search) as SearchSchema);
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    ...(required.includes(name) ? { required: true, ...exampled(PARAMETER_EXAMPLES[name]) } : {}),
    schema,
  }));
  return [...inPath, ...inQuery];
}

const PARTNER = "a partner's system or officer, with a token of the scope `alpr.query`";
const OWN_OFFICER = "a system or officer of the owner's own, with a token of the scope `alpr.ask`";
const RECORDS_OFFICE =
  "a client of an agency's records office, which two administrators let answer, with a token of the scope `alpr.records`";

const PUSHED = '/v1/reads/';

/** Says who may ask for an operation, in the words of its description. */
function whoMayAsk({ action, path, scope }: Pick<Operation, 'action' | 'path' | 'scope'>): string {
  if (path.startsWith(PUSHED)) return 'For a registered source, by its secret; no token is needed.';
  if (scope === null) return 'For anyone; no token is needed.';
  if (scope === 'alpr.query') return `For ${PARTNER}.`;
  if (scope === 'query_or_ask') return `For ${PARTNER}; and for ${OWN_OFFICER}.`;
  if (scope === 'alpr.ask') return `For ${OWN_OFFICER}.`;
  if (scope === 'alpr.records') return `For ${RECORDS_OFFICE}.`;
  const roles = action === undefined ? [] : rolesFor(action).map((role) => `\`${role}\``);
  const administrator = `a person of the owner's with the role ${roles.join(' or ')}, with a token of the scope \`alpr.admin\``;
  if (scope === 'records_or_admin') return `For ${RECORDS_OFFICE}; and for ${administrator}.`;
  return scope === 'either' ? `For ${PARTNER}; and for ${administrator}.` : `For ${administrator}.`;
}
