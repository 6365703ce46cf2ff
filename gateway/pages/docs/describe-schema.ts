/** A JSON Schema in words, and its members as rows of a table. */
import { type ApiSchema, nameOf } from './api-document.ts';

/** The most values that are listed one by one. */
const MANY_VALUES = 12;

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'time with its zone (RFC 3339)',
  date: 'day, YYYY-MM-DD',
  uuid: 'UUID',
  uri: 'URL',
};

export interface MemberRow {
  /** The name with those that it stands in, e.g. `purpose.offense.code`; `[]` for each of a list. */
  readonly name: string;
  readonly isRequired: boolean;
  readonly type: string;
  /** The name of another schema that it refers to, if it has a name. */
  readonly refersTo: string | null;
  readonly description: string;
}

/** Names a type: `text, 1 to 64 characters`, `list of UUID`, `time with its zone (RFC 3339), or null`. */
export function typeOf(schema: ApiSchema): string {
  const { $ref, anyOf, items, oneOf, type } = schema;
  if ($ref !== undefined) return nameOf($ref);
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return valuesOf(schema.enum);
  const alternatives = anyOf ?? oneOf;
  if (alternatives !== undefined && schema.properties === undefined) {
    return [...new Set(alternatives.map(typeOf))].join(', or ');
  }
  if (Array.isArray(type)) return type.map((one) => typeOf({ ...schema, type: one })).join(', or ');
  switch (type) {
    case 'array':
      return `list of ${items === undefined ? 'anything' : typeOf(items)}${sizeOf(schema.minItems, schema.maxItems, '')}`;
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return `${type === 'integer' ? 'whole number' : 'number'}${sizeOf(schema.minimum, schema.maximum, '')}`;
    case 'boolean':
      return 'true or false';
    case undefined:
      return 'object';
    default:
      return String(type);
  }
}

function textOf({ format, maxLength, minLength, pattern }: ApiSchema): string {
  const kind = format === undefined ? 'text' : (FORMATS[format] ?? format);
  const form = pattern === undefined ? '' : `, of the form ${pattern}`;
  return `${kind}${sizeOf(minLength, maxLength, ' characters')}${form}`;
}

function sizeOf(least: number | undefined, most: number | undefined, unit: string): string {
  if (least === undefined && most === undefined) return '';
  if (most === undefined) return `, ${least} or more${unit}`;
  return least === undefined ? `, at most ${most}${unit}` : `, ${least} to ${most}${unit}`;
}

function valuesOf(values: readonly unknown[]): string {
  const shown = values.slice(0, MANY_VALUES).map(String).join(', ');
  return values.length <= MANY_VALUES
    ? `${values.length === 1 ? '' : 'one of '}${shown}`
    : `one of ${values.length} values: ${shown}, …`;
}

/** Lists the members within an object; none for what has no members of its own. */
export function membersOf(schema: ApiSchema, within = ''): MemberRow[] {
  const inside = schema.type === 'array' && schema.items !== undefined ? schema.items : schema;
  const prefix = inside === schema ? within : `${within}[]`;
  const forms = [inside, ...(inside.oneOf ?? []), ...(inside.anyOf ?? [])];
  const rows = forms.flatMap((form) =>
    Object.entries(form.properties ?? {}).flatMap(([name, member]) => {
      const full = prefix === '' ? name : `${prefix}.${name}`;
      return [rowOf(full, member, (form.required ?? []).includes(name)), ...membersOf(member, full)];
    }),
  );
  // A member of several forms stands once.
  return [...new Map(rows.reverse().map((row) => [row.name, row])).values()].reverse();
}

function rowOf(name: string, schema: ApiSchema, isRequired: boolean): MemberRow {
  const reference = schema.$ref ?? schema.items?.$ref;
  return {
    name,
    isRequired,
    type: typeOf(schema),
    refersTo: reference === undefined ? null : nameOf(reference),
    description: schema.description ?? '',
  };
}
