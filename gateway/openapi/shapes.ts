/** The few shapes that answers are described with (JSON Schema 2020-12, as OpenAPI 3.1 takes it). */

export type Schema = Readonly<Record<string, unknown>>;

export const text: Schema = { type: 'string' };
export const count: Schema = { type: 'integer', minimum: 0 };
export const flag: Schema = { type: 'boolean' };
export const uuid: Schema = { type: 'string', format: 'uuid' };
export const time: Schema = { type: 'string', format: 'date-time' };
export const day: Schema = { type: 'string', format: 'date' };
/** Standard padded base64. */
export const base64: Schema = { type: 'string', pattern: '^[A-Za-z0-9+/]*={0,2}$' };

export function oneOf(...values: readonly string[]): Schema {
  return { type: 'string', enum: values };
}

export function list(items: Schema): Schema {
  return { type: 'array', items };
}

export function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

/** Exactly these members: one that is not described here must not leave. @param optional names that may be absent */
export function object(properties: Readonly<Record<string, Schema>>, ...optional: readonly string[]): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    properties,
  };
}

/** A page of a list, and what to send as `after` or `cursor` for the next one. */
export function page(name: string, items: Schema): Schema {
  return object({ [name]: list(items), next: orNull(text) });
}
