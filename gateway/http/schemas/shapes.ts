/**
 * The few shapes that answers and parameters are made of (JSON Schema 2020-12, as OpenAPI 3.1 takes it). Each carries
 * the type of what fits it, so that one declaration is the schema, the document and the type.
 */

export type Schema = Readonly<Record<string, unknown>>;

declare const FITS: unique symbol;

/** A schema that says in types, too, what fits it. */
export interface Shape<T> extends Schema {
  readonly [FITS]?: T;
}

/** The type of what fits a shape; unknown for a schema without a type. */
export type TypeOf<S extends Schema> = S extends { readonly [FITS]?: infer T } ? T : unknown;

export const text: Shape<string> = { type: 'string' };
export const count: Shape<number> = { type: 'integer', minimum: 0 };
export const flag: Shape<boolean> = { type: 'boolean' };
export const uuid: Shape<string> = { type: 'string', format: 'uuid' };
export const time: Shape<string> = { type: 'string', format: 'date-time' };
export const day: Shape<string> = { type: 'string', format: 'date' };
export const month: Shape<string> = { type: 'string', pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' };
/** An object that is described elsewhere, or not at all. */
export const anyObject: Shape<object> = { type: 'object' };
/** Text in standard padded base64. */
export const base64: Shape<string> = { type: 'string', pattern: '^[A-Za-z0-9+/]*={0,2}$' };

export function oneOf<const Word extends string>(...values: readonly Word[]): Shape<Word> {
  return { type: 'string', enum: values };
}

export function list<Item extends Schema>(items: Item): Shape<readonly TypeOf<Item>[]> {
  return { type: 'array', items };
}

export function orNull<Kind extends Schema>(schema: Kind): Shape<TypeOf<Kind> | null> {
  return { anyOf: [schema, { type: 'null' }] };
}

type Members = Readonly<Record<string, Schema>>;

export type TypesOf<M extends Members> = { readonly [Name in keyof M]: TypeOf<M[Name]> };

/** The type of these members, each as its own shape says. */
type Fitting<M extends Members, Optional extends keyof M> = {
  readonly [Name in Exclude<keyof M, Optional>]: TypeOf<M[Name]>;
} & { readonly [Name in Optional]?: TypeOf<M[Name]> };

/** Takes exactly these members: one not described here must not leave. @param optional may be absent */
export function object<M extends Members, Optional extends keyof M = never>(
  properties: M,
  ...optional: readonly Optional[]
): Shape<Fitting<M, Optional>> {
  const required = Object.keys(properties).filter((name) => !optional.some((one) => one === name));
  return { type: 'object', additionalProperties: false, required, properties };
}

/** Describes a page of a list, and what to send as `after` or `cursor` for the next one. */
export function page(name: string, items: Schema): Schema {
  return object({ [name]: list(items), next: orNull(text) });
}

/** Takes any of these members, and no others: parameters of a URL, or what is to be changed. */
export function partial<M extends Members>(
  properties: M,
): Shape<{ readonly [Name in keyof M]?: TypeOf<M[Name]> }> {
  return { type: 'object', additionalProperties: false, properties };
}
