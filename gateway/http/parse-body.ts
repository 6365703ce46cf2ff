/** The body of a request: strict JSON, then its schema. */
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Request } from 'express';
import { GatewayError } from '../faults/errors.ts';
import { faultWords } from './fault-words.ts';
import { WORDS } from './reason.schema.ts';
import { isPatternOfNames } from './schemas/name.ts';

/** The deepest nesting taken; our deepest schema has five levels. */
const DEEPEST = 16;

/**
 * Parses and checks a body that `Bodies` has read.
 * @throws GatewayError `malformed` (422) that names the field, never its value.
 */
export function parseBody<T>(request: Request, validate: ValidateFunction<T>): T {
  if (!Buffer.isBuffer(request.body) || request.body.length === 0) {
    throw new GatewayError('malformed', `send a body: ${neededBy(validate)}`);
  }
  return parsedBody(request.body, validate);
}

/** Parses and validates a body that need not come from a request. Throws as `parseBody` does. */
export function parsedBody<T>(body: Buffer, validate: ValidateFunction<T>): T {
  const value = parseJson(body);
  if (validate(value)) return value;
  // Ajv checks alternatives first, and of anything but an object says only that none of them was chosen.
  throw new GatewayError(
    'malformed',
    isObject(value) ? describe(validate) : 'the body must be a JSON object',
  );
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Parses JSON without what JSON.parse forgives: duplicate keys, `__proto__`, NUL, lone surrogates, bad UTF-8.
 * @param what is parsed, as the beginning of the sentence that refuses it
 * @throws GatewayError `malformed`
 */
export function parseJson(body: Buffer, what = 'the body'): unknown {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    value = JSON.parse(text);
  } catch {
    throw new GatewayError('malformed', `${what} is not JSON in UTF-8`);
  }
  const members = countMembers(value, 0, what);
  if (members !== countColons(text)) throw new GatewayError('malformed', 'a key stands twice in one object');
  return value;
}

/** Counts the members of all objects; a text with more colons outside strings had duplicate keys. */
function countMembers(value: unknown, depth: number, what: string): number {
  if (typeof value === 'string') {
    refuseUnstorable(value);
    return 0;
  }
  if (typeof value !== 'object' || value === null) return 0;
  if (depth >= DEEPEST)
    throw new GatewayError('malformed', `${what} is nested deeper than ${DEEPEST} levels`);
  if (Array.isArray(value))
    return value.reduce<number>((sum, item) => sum + countMembers(item, depth + 1, what), 0);
  let count = 0;
  for (const key of Object.keys(value)) {
    if (key === '__proto__') throw new GatewayError('malformed', 'the key `__proto__` is refused');
    refuseUnstorable(key);
    count += 1 + countMembers((value as Record<string, unknown>)[key], depth + 1, what);
  }
  return count;
}

/** Refuses text that PostgreSQL or canonical JSON cannot hold: it would spoil a whole batch later. */
function refuseUnstorable(text: string): void {
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) {
    throw new GatewayError('malformed', 'a text holds a NUL character or half of a surrogate pair');
  }
}

function countColons(text: string): number {
  let count = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 0x5c) i += 1;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x3a) count += 1;
  }
  return count;
}

/** Names what is needed, also for a body that was not sent as JSON, which is not read. */
function neededBy({ schema }: ValidateFunction): string {
  const { required = [] } = schema as { readonly required?: readonly string[] };
  const members = required.length === 0 ? '' : ` with ${quoted(required)}`;
  return `JSON${members}, sent with \`Content-Type: application/json\`; see \`/openapi.json\``;
}

const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

/**
 * Describes one fault of a validation by the field's path. If each of several alternatives has one, it is
 * that of the best fit. If all of them lack members, it names those that each of them needs.
 */
function describe(validate: ValidateFunction): string {
  const fault = validate.errors?.reduce((best, one) => (nearness(one) > nearness(best) ? one : best));
  if (fault === undefined) return 'the body does not fit its schema';
  const path =
    fault.instancePath === '' ? 'the body' : `\`${fault.instancePath.slice(1).replaceAll('/', '.')}\``;
  const alternatives = alternativesAt(validate);
  if (alternatives !== null) return `${path} must have exactly one of: ${alternatives}`;
  const params = fault.params as { additionalProperty?: unknown; pattern?: unknown };
  if (isPatternOfNames(params.pattern)) {
    return `${path} must be one line of characters that can be seen: remove control characters, marks of direction and the like`;
  }
  if (params.pattern === WORDS) return `${path} must say why, in words`;
  // An unknown field's name is the asker's own text, but it may carry anything: cut it.
  if (typeof params.additionalProperty === 'string') {
    return `${path} has an unknown field \`${params.additionalProperty.slice(0, 40)}\`: remove it`;
  }
  return `${path} ${faultWords(fault)}`;
}

/** Ranks a fault: the deeper, the more of the alternative fits; one with a member too many had all. */
function nearness({ instancePath, keyword }: ErrorObject): number {
  return 2 * instancePath.split('/').length + (keyword === 'additionalProperties' ? 1 : 0);
}

/** Names the sets of members of which exactly one must be there; null for any other fault. */
function alternativesAt({ errors, schema }: ValidateFunction): string | null {
  const faults = errors ?? [];
  const choice = faults.at(-1);
  if (choice?.keyword !== 'oneOf') return null;
  const isMissing = ({ instancePath, keyword }: ErrorObject) =>
    keyword === 'required' && instancePath === choice.instancePath;
  if (!faults.slice(0, -1).every(isMissing)) return null;
  let at: unknown = schema;
  for (const step of choice.schemaPath.split('/').slice(1)) at = (at as Record<string, unknown>)[step];
  return (at as { required: string[] }[]).map(({ required }) => quoted(required)).join('; or ');
}
