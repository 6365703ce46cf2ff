/** Reads a file of registrations: strict JSON, then its schema; tells all that is wrong with it at once. */
import type { ErrorObject } from 'ajv';
import { GatewayError } from '../../faults/errors.ts';
import { parseJson } from '../../http/parse-body.ts';
import { type Registration, validateRegistration } from './registration.schema.ts';

/** @throws GatewayError `malformed` that says, in a line each, what to change */
export function readRegistration(text: Buffer): Registration {
  const value = parseJson(text, 'the file');
  if (validateRegistration(value)) return value;
  throw new GatewayError('malformed', refusal(describeFaults(validateRegistration.errors ?? [])));
}

/** Returns the message for a file of which nothing was taken; `faults` are a line each. */
export function refusal(faults: readonly string[]): string {
  return ['nothing was registered; change this and try again:', ...faults].join('\n  - ');
}

/** Leaves out Ajv's echoes: of a member that may be null it also tells that the value is not null. */
function describeFaults(errors: readonly ErrorObject[]): string[] {
  const orNull = errors.flatMap(({ keyword, schemaPath }) =>
    keyword === 'anyOf' ? [schemaPath.replace(/\/anyOf$/, '')] : [],
  );
  const isEcho = ({ keyword, params, schemaPath }: ErrorObject) =>
    keyword === 'anyOf' || (params.type === 'null' && orNull.some((path) => schemaPath.startsWith(path)));
  return [...new Set(errors.filter((error) => !isEcho(error)).map(describe))];
}

function describe({ instancePath, keyword, message, params }: ErrorObject): string {
  const path = pathOf(instancePath);
  if (keyword === 'required') return `${path} lacks \`${params.missingProperty}\``;
  // An unknown field's name is the file's own text, and may be anything: cut it.
  if (keyword === 'additionalProperties')
    return `${path} has an unknown field \`${String(params.additionalProperty).slice(0, 40)}\`: remove it`;
  if (keyword === 'enum') return `${path} must be one of: ${params.allowedValues.join(', ')}`;
  if (keyword === 'pattern') return `${path} must match \`${params.pattern}\``;
  return `${path} ${message}`;
}

/** Turns `/agencies/0/name` into what the author of the file finds: `agencies[0].name`, counted from 0. */
function pathOf(pointer: string): string {
  if (pointer === '') return 'the file';
  return `\`${pointer
    .slice(1)
    .replaceAll('/', '.')
    .replace(/\.(\d+)/g, '[$1]')}\``;
}
