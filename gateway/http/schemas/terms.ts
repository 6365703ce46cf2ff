/**
 * The terms of a resource: each member is declared once, in a table beside the schema, with all that the API, the commands
 * and the pages say of it. What they need is read from the table by the functions here, the options and the fields by
 * `cli/administration/term-options.ts` and `pages/serve/term-fields.tsx`.
 */
import { utcMinute } from '../../../sharing-rules/terms/utc-day.ts';
import { object, orNull, type Schema, type Shape, type TypeOf } from './shapes.ts';

/** One value of a closed list, as people read it. */
export interface Choice {
  readonly value: string;
  readonly name: string;
  readonly clause?: string;
}

export interface Term {
  /** The values that the API takes. */
  readonly shape: Schema;
  readonly isOptional?: true;
  /** The name that people use: the label of its field, its name among the facts. */
  readonly label?: string;
  /** The name of the group, if the label stands beside a box. */
  readonly legend?: string;
  readonly hint?: string;
  /** The sentence on what to change if it is missing or wrong. A box that has it must be checked. */
  readonly fault?: string;
  /** The unit of a number, e.g. `days`. */
  readonly unit?: string;
  /** Names the values of a closed list. */
  readonly choices?: readonly Choice[] | undefined;
  /** Says that the list may be chosen as a whole, by the word `all`. */
  readonly takesAll?: true;
  /** The words for nothing, among choices and facts. */
  readonly none?: string;
  /** The option of the command, with its placeholder, and its help. */
  readonly flag?: string;
  readonly option?: string;
  /** The value that a form begins with, and a command takes, if none is given. */
  readonly otherwise?: unknown;
  /** Tells the reason codes that mean this field. */
  readonly codes?: RegExp;
}

export interface Group {
  readonly members: Terms;
  /** Says that where all its texts are empty, there is none. */
  readonly isNullable?: true;
  readonly isOptional?: true;
}

export type Terms = Readonly<Record<string, Term | Group>>;

type ShapeIn<One> = One extends { readonly members: infer Members extends Terms }
  ? Shape<BodyOf<Members> | (One extends { readonly isNullable: true } ? null : never)>
  : One extends { readonly shape: infer S extends Schema }
    ? S
    : never;
type OptionalIn<T extends Terms> = {
  [Name in keyof T]: T[Name] extends { readonly isOptional: true } ? Name : never;
}[keyof T];
export type BodyOf<T extends Terms> = {
  readonly [Name in Exclude<keyof T, OptionalIn<T>>]: TypeOf<ShapeIn<T[Name]>>;
} & { readonly [Name in OptionalIn<T>]?: TypeOf<ShapeIn<T[Name]>> };

/** Makes the schema of a body that has these members. */
export function bodyOf<const T extends Terms>(terms: T): Shape<BodyOf<T>> {
  const optional = Object.keys(terms).filter((name) => terms[name]?.isOptional);
  return object(shapesOf<Terms>(terms), ...optional) as Shape<BodyOf<T>>;
}

/** The shape of each member, for a body that has some of them. */
export function shapesOf<const T extends Terms>(terms: T): { readonly [Name in keyof T]: ShapeIn<T[Name]> } {
  return Object.fromEntries(Object.entries(terms).map(([name, one]) => [name, shapeOf(one)])) as never;
}

function shapeOf(one: Term | Group): Schema {
  if (!('members' in one)) return one.shape;
  return one.isNullable ? orNull(bodyOf(one.members)) : bodyOf(one.members);
}

/** One member, however deep it stands. */
export interface PlacedTerm {
  readonly path: readonly string[];
  /** The name of its field: `agreementSignedOn` for the path `agreement.signedOn`. */
  readonly name: string;
  readonly term: Term;
}

export function placed(terms: Terms, above: readonly string[] = []): readonly PlacedTerm[] {
  return Object.entries(terms).flatMap(([member, one]) => {
    const path = [...above, member];
    if ('members' in one) return placed(one.members, path);
    const name = path.map((part, i) => (i === 0 ? part : part[0]?.toUpperCase() + part.slice(1))).join('');
    return [{ path, name, term: one }];
  });
}

export function valueAt(thing: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, member) => (inner as Record<string, unknown> | null)?.[member], thing);
}

/** Puts together what stands at these paths; what is undefined is left out. */
export function assembled(
  values: Iterable<readonly [path: readonly string[], value: unknown]>,
): Record<string, unknown> {
  const whole: Record<string, unknown> = {};
  for (const [path, value] of values) {
    if (value === undefined) continue;
    const last = path.at(-1) as string;
    let inner = whole;
    for (const member of path.slice(0, -1)) {
      inner[member] ??= {};
      inner = inner[member] as Record<string, unknown>;
    }
    inner[last] = value;
  }
  return whole;
}

/** `lines`: texts of anybody's own, one a line. */
export type Kind = 'answer' | 'box' | 'boxes' | 'choice' | 'day' | 'lines' | 'whole' | 'text';

/** Returns how a value is typed and chosen, as its shape tells. */
export function kindOf({ choices, shape }: Pick<Term, 'choices' | 'shape'>): Kind {
  const {
    anyOf,
    enum: values,
    format,
    items,
    type,
  } = shape as { anyOf?: Schema[]; items?: Schema } & Record<string, unknown>;
  const [first] = (anyOf ?? []).filter((one) => one.type !== 'null');
  if (format === 'date') return 'day';
  if (type === 'array') return choices === undefined && items?.enum === undefined ? 'lines' : 'boxes';
  if (type === 'boolean') return choices === undefined ? 'box' : 'answer';
  if (type === 'integer') return 'whole';
  if (values !== undefined || choices !== undefined) return 'choice';
  // A moment may be said as a day.
  if (anyOf?.some((one) => one.format === 'date')) return 'day';
  return first === undefined ? 'text' : kindOf({ choices, shape: { ...first } });
}

/** Returns the values of a closed list, by name if they have one. */
export function choicesOf({ choices, shape }: Pick<Term, 'choices' | 'shape'>): readonly Choice[] {
  const { items, ...own } = shape as { items?: Schema } & Schema;
  const values = ((items ?? own).enum ?? []) as readonly string[];
  return choices ?? values.map((value) => ({ value, name: value }));
}

export const named = (words: Readonly<Record<string, string>>): readonly Choice[] =>
  Object.entries(words).map(([value, name]) => ({ value, name }));

/** Says a value as people read it. */
export function inWords({ choices, none = '' }: Term, value: unknown): string {
  if (value === null || value === undefined) return none;
  if (Array.isArray(value))
    return value
      .map((one) => inWords({ shape: {}, choices }, one))
      .sort()
      .join('; ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value.toLocaleString('en-US');
  const text = String(value);
  const chosen = choices?.find((choice) => choice.value === text)?.name;
  return chosen ?? (/^\d{4}-\d\d-\d\dT/.test(text) ? `${utcMinute(Date.parse(text))}` : text);
}

/** Lists the members that have a label, with what a thing says of each. */
export function factsOf(terms: Terms, thing: object): readonly (readonly [label: string, words: string])[] {
  return placed(terms).flatMap(({ path, term }) =>
    term.label === undefined ? [] : [[term.label, inWords(term, valueAt(thing, path))] as const],
  );
}

/** The columns of a list, by their titles, for the tables of commands and of pages. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => unknown>>;

/** To the minute, in UTC, for a column that says so. */
export const minuteOf = (time: string | null): string => time?.slice(0, 16).replace('T', ' ') ?? '';
