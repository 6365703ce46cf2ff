/** Every schema is compiled once, at start, by one strict Ajv. */
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Shape } from './schemas/shapes.ts';

const ajv = ajvOf(false);
/** For files of an operator, who corrects all at once; a request's body is not read on after its first fault. */
const exhaustive = ajvOf(true);

function ajvOf(allErrors: boolean): Ajv {
  const made = new Ajv({ strict: true, strictRequired: false, allErrors, coerceTypes: false });
  addFormats.default(made, ['date', 'date-time', 'uuid', 'uri']);
  keepStorable(made);
  return made;
}

/** RFC 3339, but only what JavaScript and PostgreSQL both have a time for: no year 0000 or 9999, no leap second. */
function keepStorable(made: Ajv): void {
  for (const name of ['date', 'date-time']) {
    const { validate } = made.formats[name] as { validate: (text: string) => boolean };
    made.addFormat(name, { validate: (text: string) => validate(text) && isStorable(text) });
  }
}

function isStorable(time: string): boolean {
  return time >= '1900' && time < '2200' && !time.includes(':60');
}

/** @throws Error at start if the schema itself is wrong. */
export function compileSchema<T>(schema: Shape<T>): ValidateFunction<T> {
  return ajv.compile<T>(schema);
}

/** As `compileSchema`; its `errors` are all that there are. */
export function compileSchemaAllErrors<T>(schema: object): ValidateFunction<T> {
  return exhaustive.compile<T>(schema);
}
