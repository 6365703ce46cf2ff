/** Holds an answer of the gateway against `/openapi.json`: what is not described there is a fault. */

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { NOTICES } from '../../gateway/hot-lists/notices.ts';
import { openApiDocument } from '../../gateway/http/openapi/document.ts';
import type { Operation } from '../../gateway/http/routes/route.ts';
import { routesOf } from '../../gateway/http/routes/routes-of.ts';
import { OPERATIONS } from '../../gateway/node/routes/operations.ts';

export interface AnswerToCheck {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

// OpenAPI's own words around the schemas are none of JSON Schema's.
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const openApi: object = JSON.parse(
  JSON.stringify(openApiDocument(OPERATIONS, NOTICES, 'http://gateway.test')),
);
ajv.addSchema(openApi, 'openapi');

const PATTERNS = OPERATIONS.flatMap((operation) =>
  routesOf(operation).map((path) => ({
    operation,
    pattern: new RegExp(
      `^${path.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, (_, name) => (name === 'rest' ? '.+' : '[^/]+'))}$`,
    ),
  })),
);

const validators = new Map<string, ValidateFunction>();

/** @throws Error naming the operation and every difference; not for paths that no operation has. */
export function checkAnswer(method: string, path: string, answer: AnswerToCheck): void {
  const operation = findOperation(method, path);
  if (operation === undefined) return;
  const type = answer.headers.get('Content-Type')?.split(';')[0]?.trim() ?? '';
  const name = `${method} ${operation.path} → ${answer.status} ${type}`;
  const place = placeOf(['paths', operation.path, operation.method, 'responses', String(answer.status)]);
  const { content = {}, headers = {} } = describedAt(place) as DescribedAnswer;
  if (content[type] === undefined) throw new Error(`${name} is not in \`/openapi.json\``);
  const wrong = wrongHeaders(headers, answer.headers);
  if (wrong.length > 0) throw new Error(`${name} has other headers than described: ${wrong.join(', ')}`);
  if (!/[/+]json$/.test(type)) return;
  const validate = validatorAt([...place, 'content', type, 'schema']);
  if (!validate(answer.body))
    throw new Error(`${name} is not as described: ${ajv.errorsText(validate.errors)}`);
}

function findOperation(method: string, path: string): Operation | undefined {
  const [bare = ''] = path.split('?');
  return PATTERNS.find(
    ({ operation, pattern }) => operation.method === method.toLowerCase() && pattern.test(bare),
  )?.operation;
}

interface DescribedAnswer {
  readonly content?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, { readonly $ref: string }>>;
}

/** What stands there; nothing where a step leads nowhere. */
function describedAt(place: readonly string[]): object {
  let part: unknown = openApi;
  for (const name of place) part = (part as Record<string, unknown> | undefined)?.[name];
  return (part as object | undefined) ?? {};
}

/** The place itself, or the one that its reference names. */
function placeOf(place: readonly string[]): readonly string[] {
  const { $ref } = describedAt(place) as { $ref?: string };
  return $ref === undefined ? place : $ref.slice('#/'.length).split('/');
}

/** Of the message and the connection, not of the answer (RFC 9110 §6.6, §7.6, §8.6). */
const OF_THE_MESSAGE = /^(?:connection|content-length|content-type|date|keep-alive|transfer-encoding)$/;

/** Headers that are there and not described, that are described as always there and are not, or have another form. */
function wrongHeaders(described: NonNullable<DescribedAnswer['headers']>, headers: Headers): string[] {
  const known = new Map(Object.entries(described).map(([name, { $ref }]) => [name.toLowerCase(), $ref]));
  const strange = [...headers.keys()].filter((name) => !OF_THE_MESSAGE.test(name) && !known.has(name));
  const wrong = [...known].filter(([name, $ref]) => {
    const place = $ref.slice('#/'.length).split('/');
    const value = headers.get(name);
    if (value === null) return (describedAt(place) as { required?: boolean }).required === true;
    return !validatorAt([...place, 'schema'])(value);
  });
  return [...strange.map((name) => `${name} is not described`), ...wrong.map(([name]) => name)];
}

function validatorAt(place: readonly string[]): ValidateFunction {
  const pointer = place
    .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  let validate = validators.get(pointer);
  if (validate === undefined) {
    validate = ajv.compile({ $ref: `openapi#/${pointer}` });
    validators.set(pointer, validate);
  }
  return validate;
}
