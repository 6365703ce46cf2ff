/** Bodies that may be left away. */
import type { ValidateFunction } from 'ajv';
import type { Request } from 'express';
import { parseBody } from './parse-body.ts';

/**
 * As `parseBody`, but no body at all counts as `{}`.
 * @throws GatewayError `malformed` for a body that is there and wrong, one of another media type included.
 */
export function parseOptionalBody<T>(request: Request, validate: ValidateFunction<T>): T {
  const length = request.get('Content-Length');
  const isAbsent = request.get('Transfer-Encoding') === undefined && (length === undefined || length === '0');
  if (isAbsent) request.body = Buffer.from('{}');
  return parseBody(request, validate);
}
