/**
 * Reads the decision corpus: cases in plain JSON, each a few changes to a named base (`bases.json`).
 * `"(absent)"` takes a member away; `"(every approved purpose)"` stands for their codes; `"now-30d-1ms"` is a time (d, h, m, s,
 * ms); a date and time ending in Z is one too.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { DecisionInput, Effect } from '../../sharing-rules/terms/decision.ts';
import { APPROVED_CODES } from '../../sharing-rules/terms/purposes.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type JsonObject = { [name: string]: Json };

export interface Case {
  readonly name: string;
  /** Default `adams-system`. */
  readonly base?: string;
  readonly given: JsonObject;
  readonly expect: {
    readonly effect: Effect;
    /** `code`, or `code: detail` where the reason has a detail; in order. */
    readonly reasons: readonly string[];
    readonly obligations?: readonly string[];
  };
}

const HERE = new URL('./', import.meta.url);
const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

function parse(path: string): Json {
  return JSON.parse(readFileSync(new URL(path, HERE), 'utf8')) as Json;
}

const BASES = parse('bases.json') as { [name: string]: JsonObject };

/** Every case of the corpus, by file. */
export const CORPUS: ReadonlyMap<string, readonly Case[]> = new Map(
  readdirSync(new URL('corpus/', HERE))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => [file.replace('.json', ''), parse(`corpus/${file}`) as unknown as readonly Case[]]),
);

/** The whole input of a decision: the base, with the changes of `given`. */
export function inputOf({ base = 'adams-system', given }: Pick<Case, 'base' | 'given'>): DecisionInput {
  const merged = merge(baseOf(base), given);
  return resolve(merged, Date.parse(merged.now as string)) as unknown as DecisionInput;
}

function baseOf(name: string): JsonObject {
  const { extends: parent, ...own } = BASES[name] ?? {};
  if (Object.keys(own).length === 0) throw new Error(`no base \`${name}\` in bases.json`);
  return parent === undefined ? own : merge(baseOf(parent as string), own);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function merge(base: JsonObject, changes: JsonObject): JsonObject {
  const merged: JsonObject = { ...base };
  for (const [name, change] of Object.entries(changes)) {
    const old = merged[name];
    if (change === '(absent)') delete merged[name];
    else merged[name] = isObject(change) && isObject(old) ? merge(old, change) : change;
  }
  return merged;
}

function resolve(value: Json, now: number): Json {
  if (Array.isArray(value)) return value.map((item) => resolve(item, now));
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolve(item, now)]));
  }
  if (typeof value !== 'string') return value;
  if (value === '(every approved purpose)') return [...APPROVED_CODES];
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return Date.parse(value);
  if (!/^now([+-]\d+(ms|s|m|h|d))*$/.test(value)) return value;
  return [...value.matchAll(/([+-]\d+)(ms|s|m|h|d)/g)].reduce(
    (time, [, count, unit]) => time + Number(count) * (MILLISECONDS[unit as string] ?? Number.NaN),
    now,
  );
}
