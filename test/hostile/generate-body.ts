/** Bodies that fit a schema, or nearly: what the validation lets through is what reaches rules and database. */
import type { Schema } from '../../gateway/http/schemas/shapes.ts';
import { NUMBERS, RAW, TEXTS } from './naughty-values.ts';
import type { Chance } from './random.ts';

/** Stands for a text that is put into the JSON as it is. */
const RAW_MARK = 'raw:';

/** For the patterns of our schemas; the first that matches is taken. */
const EXAMPLES = [
  'CO',
  'CO0010200',
  'CO0010000',
  'reason',
  'deadbeef'.repeat(8),
  '7b0c6b7e-3a52-4a3d-9f0c-6a4f6a1f2b3c',
  '12',
];

const FORMATS: Readonly<Record<string, readonly string[]>> = {
  date: ['2026-01-02', '2024-02-29', '0001-01-01', '9999-12-31', '0000-01-01'],
  'date-time': [
    '2026-01-02T03:04:05Z',
    '2026-11-24T00:00:00.5+02:00',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-23:59',
    '2016-12-31T23:59:60Z',
    '1969-12-31T23:59:59Z',
  ],
};

/**
 * @param wildness 0: fits the schema; 1: nothing does
 * @returns JSON text
 */
export function generateBody(schema: Schema, chance: Chance, wildness: number): string {
  const value = generate(schema, chance, wildness);
  return JSON.stringify(value).replace(/"raw:(\d+)"/g, (_, index: string) => RAW[Number(index)] as string);
}

function generate(schema: Schema, chance: Chance, wildness: number): unknown {
  if (chance.next() < wildness) return wild(chance);
  for (const choice of ['oneOf', 'anyOf'] as const) {
    const options = schema[choice] as readonly Schema[] | undefined;
    if (options === undefined || schema.properties !== undefined) continue;
    return generate({ ...schema, [choice]: undefined, ...chance.of(options) }, chance, wildness);
  }
  if (Array.isArray(schema.enum)) return chance.of(schema.enum);
  const type = Array.isArray(schema.type) ? chance.of(schema.type) : schema.type;
  switch (type) {
    case 'object':
      return generateObject(schema, chance, wildness);
    case 'array':
      return generateArray(schema, chance, wildness);
    case 'string':
      return generateText(schema, chance);
    case 'integer':
    case 'number':
      return generateNumber(schema, chance, type === 'integer');
    case 'boolean':
      return chance.next() < 0.5;
    default:
      return null;
  }
}

function generateObject(schema: Schema, chance: Chance, wildness: number): object {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Schema>>;
  const required = new Set((schema.required ?? []) as readonly string[]);
  // Of `oneOf: [{ required: ['plate'] }, { required: ['area'] }]` exactly one member is taken.
  const rivals = ((schema.oneOf ?? []) as readonly Schema[]).flatMap(
    ({ required: names }) => (names ?? []) as string[],
  );
  const rival = rivals.length === 0 ? undefined : chance.of(rivals);
  const members = Object.entries(properties).flatMap(([name, member]) => {
    const taken = rivals.includes(name) ? name === rival : required.has(name) || chance.next() < 0.6;
    if (taken === chance.next() < wildness / 4) return [];
    return [[name, generate(member, chance, wildness)]];
  });
  if (chance.next() < wildness / 4) members.push([chance.of(TEXTS), wild(chance)]);
  return Object.fromEntries(members);
}

function generateArray(schema: Schema, chance: Chance, wildness: number): unknown[] {
  const least = (schema.minItems as number | undefined) ?? 0;
  const items = Array.from({ length: least + chance.below(3) }, () =>
    generate(schema.items as Schema, chance, wildness),
  );
  return schema.uniqueItems === true ? [...new Set(items)] : items;
}

function generateText(schema: Schema, chance: Chance): string {
  const { format, pattern, minLength = 0, maxLength = 100 } = schema as Readonly<Record<string, never>>;
  if (format !== undefined && FORMATS[format] !== undefined) return chance.of(FORMATS[format]);
  if (pattern !== undefined) {
    const matching = EXAMPLES.filter((example) => new RegExp(pattern, 'u').test(example));
    if (matching.length > 0) return chance.of(matching);
  }
  const fitting = [...TEXTS, 'ABC123', 'stolen_vehicle', 'CR-2026-0142', 'sedan stolen overnight'].filter(
    ({ length }) => length >= minLength && length <= maxLength,
  );
  return chance.of(fitting);
}

function generateNumber(schema: Schema, chance: Chance, whole: boolean): number {
  const { minimum = 0, maximum = 100 } = schema as { readonly minimum?: number; readonly maximum?: number };
  if (chance.next() < 0.3) return chance.of([minimum, maximum]);
  const value = minimum + chance.next() * (maximum - minimum);
  return whole ? Math.floor(value) : value;
}

function wild(chance: Chance): unknown {
  switch (chance.below(6)) {
    case 0:
      return chance.of(NUMBERS);
    case 1:
      return chance.of([null, true, false, [], {}, [[]]]);
    case 2:
      return RAW_MARK + chance.below(RAW.length);
    default:
      return chance.of(TEXTS);
  }
}
