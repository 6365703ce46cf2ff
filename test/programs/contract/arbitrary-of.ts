/** Values that fit a schema, made from the schema itself (fast-check). */
import fc from 'fast-check';
import type { Schema } from '../../../gateway/http/schemas/shapes.ts';

const DAY = 86_400_000;
const times = fc
  .integer({ min: -40 * DAY, max: 40 * DAY })
  .map((offset) => new Date(Date.now() + offset).toISOString());

const FORMATS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'date-time': times,
  date: times.map((text) => text.slice(0, 10)),
  uuid: fc.uuid({ version: 4 }),
  uri: fc.webUrl({ validSchemes: ['https'] }),
};

/** @throws Error for a schema of another kind than ours */
export function arbitraryOf(schema: Schema): fc.Arbitrary<unknown> {
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const { anyOf, oneOf, ...rest } = schema as { anyOf?: Schema[]; oneOf?: Schema[] };
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((one) => arbitraryOf(merged(rest, one))));
  switch (schema.type) {
    case 'object':
      return objects(schema);
    case 'array':
      return arrays(schema);
    case 'string':
      return texts(schema);
    case 'integer':
      return fc.integer(rangeOf(schema, 2 ** 31 - 1));
    case 'number':
      return fc.double({ ...rangeOf(schema, 1e6), noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.constant({});
  }
}

/** A choice may only name which of the members it needs: it then takes none of those of the others. */
function merged(whole: Schema, choice: Schema): Schema {
  const needed = [...((whole.required as string[]) ?? []), ...((choice.required as string[]) ?? [])];
  return { ...whole, ...choice, ...(needed.length === 0 ? {} : { required: needed }), only: choice.required };
}

function objects(schema: Schema): fc.Arbitrary<object> {
  const {
    only,
    properties = {},
    required = [],
  } = schema as {
    only?: readonly string[];
    properties?: Readonly<Record<string, Schema>>;
    required?: readonly string[];
  };
  const rivals = only === undefined ? [] : ['plate', 'area'].filter((name) => !only.includes(name));
  const members = Object.entries(properties).filter(([name]) => !rivals.includes(name));
  const model = Object.fromEntries(members.map(([name, member]) => [name, arbitraryOf(member)]));
  return fc.record(model, { requiredKeys: required.filter((name) => name in model) });
}

function arrays(schema: Schema): fc.Arbitrary<unknown[]> {
  const {
    items = {},
    maxItems = 4,
    minItems = 0,
  } = schema as { items?: Schema; maxItems?: number; minItems?: number };
  const bounds = { minLength: minItems, maxLength: Math.min(maxItems, minItems + 3) };
  return schema.uniqueItems === true
    ? fc.uniqueArray(arbitraryOf(items), bounds)
    : fc.array(arbitraryOf(items), bounds);
}

function texts(schema: Schema): fc.Arbitrary<string> {
  const {
    format,
    maxLength = Number.POSITIVE_INFINITY,
    minLength = 0,
    pattern,
  } = schema as {
    format?: string;
    maxLength?: number;
    minLength?: number;
    pattern?: string;
  };
  const fits = (text: string) =>
    text.length >= minLength &&
    text.length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, 'u').test(text));
  const made = FORMATS[format ?? ''];
  if (made !== undefined) return made.filter(fits);
  if (pattern !== undefined && pattern !== '\\S') {
    return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' }).filter(fits);
  }
  return fc.string({ minLength, maxLength: Math.min(maxLength, 60), unit: 'grapheme-ascii' }).filter(fits);
}

function rangeOf({ maximum, minimum }: Schema, most: number): { min: number; max: number } {
  return { min: (minimum as number | undefined) ?? 0, max: (maximum as number | undefined) ?? most };
}
