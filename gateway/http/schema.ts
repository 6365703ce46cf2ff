/** Every schema is compiled once, at start, by one strict Ajv. */
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: false, coerceTypes: false });
addFormats.default(ajv, ['date', 'date-time', 'uuid', 'uri']);

/** RFC 3339, but only what JavaScript and PostgreSQL both have a time for: no year 0000 or 9999, no leap second. */
for (const name of ['date', 'date-time']) {
  const { validate } = ajv.formats[name] as { validate: (text: string) => boolean };
  ajv.addFormat(name, { validate: (text: string) => validate(text) && isStorable(text) });
}

function isStorable(time: string): boolean {
  return time >= '1900' && time < '2200' && !time.includes(':60');
}

/** @throws Error at start if the schema itself is wrong. */
export function compileSchema<T>(schema: object): ValidateFunction<T> {
  return ajv.compile<T>(schema);
}
