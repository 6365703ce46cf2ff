/**
 * Maps the offense types of partners' drop-down lists to purposes. Such a value can lose a query, never win
 * it: an officer with an approved purpose still states it, with its needs. Facts in `data/drop-down.json`.
 */
import table from './data/drop-down.json' with { type: 'json' };
import { findPurpose } from './purposes.ts';

export interface DropDownAnswer {
  /** Candidates, the likeliest first; or, where a selected value is refused, the refused purposes alone. */
  readonly purposes: string[];
  /** The free text behind `Category - free text`, for the narrative's screening; null if there is none. */
  readonly text: string | null;
}

const words = (value: string) => value.toLowerCase().replace(/\s+/g, ' ').trim();

const PURPOSES_BY_VALUE: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(table).map(([value, purposes]) => [words(value), purposes]),
);

/** Every listed value, and the purposes that it may mean, the likeliest first. */
export const DROP_DOWN_VALUES: readonly { readonly value: string; readonly purposes: readonly string[] }[] =
  Object.entries(table).map(([value, purposes]) => ({ value, purposes }));

/** The purpose of a value that no list knows: one that is not approved. */
const UNKNOWN: readonly string[] = ['other'];

/** The answers, the most restrictive first. */
const ANSWERS = ['prohibited', 'not_approved', 'approved'] as const;

function mostRestrictive(purposes: readonly string[]): string[] {
  for (const answer of ANSWERS) {
    const found = purposes.filter((code) => (findPurpose(code)?.answer ?? 'not_approved') === answer);
    if (found.length > 0) return [...new Set(found)];
  }
  return [...UNKNOWN];
}

const listed = (value: string) => PURPOSES_BY_VALUE.get(words(value));

const isProhibited = (code: string) => findPurpose(code)?.answer === 'prohibited';

/**
 * Maps one exported value: values are joined by `, `, each with ` - ` and free text behind it where the officer
 * typed some. A comma may also stand in the text, so a piece that names a listed value counts as selected. Text
 * that is itself a prohibited value counts against the query.
 */
export function mapDropDown(value: string): DropDownAnswer {
  const purposes: string[] = [];
  const texts: string[] = [];
  for (const piece of value.split(',')) {
    const [category = '', ...rest] = piece.split(/\s-(?:\s|$)/);
    const known = listed(category);
    const isText = known === undefined && texts.length > 0;
    if (!isText) purposes.push(...(known ?? UNKNOWN));
    purposes.push(...rest.flatMap((part) => listed(part) ?? []).filter(isProhibited));
    const text = isText ? piece.trim() : rest.join(' - ').trim();
    if (text !== '') texts.push(text);
  }
  return { purposes: mostRestrictive(purposes), text: texts.length > 0 ? texts.join(', ') : null };
}
