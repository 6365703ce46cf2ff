/** Parses the parameters of a GET: each at most once, only known ones, checked by a schema over strings. */
import type { ValidateFunction } from 'ajv';
import type { Request } from 'express';
import { GatewayError } from '../faults/errors.ts';
import { faultWords } from './fault-words.ts';
import type { Shape } from './schemas/shapes.ts';

/** @throws GatewayError `malformed` that names the parameter, never its value. */
export function parseSearch<T>(request: Request, validate: ValidateFunction<T>): T {
  const search = request.originalUrl.split('?', 2)[1] ?? '';
  const values: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(search)) {
    if (name in values)
      throw new GatewayError('malformed', `\`${name.slice(0, 40)}\` stands twice in the URL`);
    if (value.includes('\0')) throw new GatewayError('malformed', 'a parameter holds a NUL character');
    values[name] = value;
  }
  if (validate(values)) return values;
  const fault = validate.errors?.[0];
  const unknown = (fault?.params as { additionalProperty?: unknown } | undefined)?.additionalProperty;
  if (typeof unknown === 'string') {
    throw new GatewayError(
      'malformed',
      `the URL has an unknown parameter \`${unknown.slice(0, 40)}\`: remove it`,
    );
  }
  if (fault === undefined) throw new GatewayError('malformed', 'the URL does not fit its schema');
  const which = fault.instancePath === '' ? 'the URL' : `the parameter \`${fault.instancePath.slice(1)}\``;
  throw new GatewayError('malformed', `${which} ${faultWords(fault)}`);
}

/** Refuses what has no place in a URL, since URLs end up in proxies' logs. @param by the path that takes it with POST */
export function refusePersonal({ query }: Pick<Request, 'query'>, by: string): void {
  const named = ['plate', 'caseNumber', 'officer'].find((name) => name in query);
  if (named === undefined) return;
  throw new GatewayError('malformed', `\`${named}\` has no place in a URL: send it with POST to \`${by}\``);
}

/** The id of the row after which a page begins, as a parameter. */
export const afterSchema: Shape<string> = { type: 'string', format: 'uuid', pattern: '^[0-9a-f-]{36}$' };

/** A page's size as a parameter, 1 to 200. */
export const limitSchema: Shape<string> = {
  type: 'string',
  pattern: '^(?:[1-9]|[1-9][0-9]|1[0-9]{2}|200)$',
};

/** Returns the page's size; 100 if none is asked for. */
export function limitOf(text: string | undefined): number {
  return text === undefined ? 100 : Number(text);
}
