/** Holds an answer of the gateway against `/openapi.json`: what is not described there is a fault. */

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { OPERATIONS, openApiDocument } from '../../gateway/openapi/document.ts';
import type { Operation } from '../../gateway/openapi/operation.ts';
import { routesOf } from '../../gateway/openapi/routes-of.ts';

export interface AnswerToCheck {
  readonly status: number;
  /** As sent, parameters included. */
  readonly contentType: string;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

// OpenAPI's own words around the schemas are none of JSON Schema's.
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(openApiDocument('http://gateway.test'), 'openapi');

const PATTERNS = OPERATIONS.flatMap((operation) =>
  routesOf(operation).map((path) => ({
    operation,
    pattern: new RegExp(
      `^${path.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, (_, name) => (name === 'path' ? '.+' : '[^/]+'))}$`,
    ),
  })),
);

const validators = new Map<string, ValidateFunction>();

/** @throws Error naming the operation and every difference; not for paths that no operation has. */
export function checkAnswer(method: string, path: string, answer: AnswerToCheck): void {
  const operation = findOperation(method, path);
  if (operation === undefined) return;
  const type = answer.contentType.split(';')[0]?.trim() ?? '';
  const place = [operation.path, operation.method, 'responses', String(answer.status), 'content', type];
  const name = `${method} ${operation.path} → ${answer.status} ${type}`;
  if (!isDescribed(place)) throw new Error(`${name} is not in \`/openapi.json\``);
  if (!/[/+]json$/.test(type)) return;
  const validate = validatorAt(place);
  if (!validate(answer.body))
    throw new Error(`${name} is not as described: ${ajv.errorsText(validate.errors)}`);
}

function findOperation(method: string, path: string): Operation | undefined {
  const [bare = ''] = path.split('?');
  return PATTERNS.find(
    ({ operation, pattern }) => operation.method === method.toLowerCase() && pattern.test(bare),
  )?.operation;
}

function isDescribed(place: readonly string[]): boolean {
  const { paths } = openApi;
  let part: unknown = paths;
  for (const name of place) part = (part as Record<string, unknown> | undefined)?.[name];
  return part !== undefined;
}

const openApi = openApiDocument('http://gateway.test') as { paths: Record<string, unknown> };

function validatorAt(place: readonly string[]): ValidateFunction {
  const pointer = ['paths', ...place, 'schema']
    .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  let validate = validators.get(pointer);
  if (validate === undefined) {
    validate = ajv.compile({ $ref: `openapi#/${pointer}` });
    validators.set(pointer, validate);
  }
  return validate;
}
