/** Every schema is compiled once, at start, by one strict Ajv. */
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: false, coerceTypes: false });
addFormats.default(ajv, ['date', 'date-time', 'uuid', 'uri']);

/** @throws Error at start if the schema itself is wrong. */
export function compileSchema<T>(schema: object): ValidateFunction<T> {
  return ajv.compile<T>(schema);
}
