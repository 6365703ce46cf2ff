/**
 * Says what each offense code means for the release of reads: NIBRS 2022, NCIC uniform offense codes, and the
 * Colorado statutes that partners cite. Facts in `data/offense-codes.json`, built into maps at load.
 */
import table from './data/offense-codes.json' with { type: 'json' };
import type { Offense, OffenseSystem } from './query.ts';

/**
 * `ordinary`: an offense that the listed purposes cover.
 * `review`: may be covered, but a person of the owner must look, since the code does not say enough.
 * `insufficient`: a code that says too little to justify a release (NIBRS 90Z gathers immigration and traffic).
 * `immigration`, `minor_traffic`, `protected_health`: uses that law or policy forbids.
 */
export type OffenseKind =
  | 'ordinary'
  | 'review'
  | 'insufficient'
  | 'immigration'
  | 'minor_traffic'
  | 'protected_health';

export interface OffenseRule {
  readonly system: OffenseSystem;
  readonly code: string;
  readonly title: string;
  readonly kind: OffenseKind;
  /** Purposes that list this offense by name; `PurposeRule.covers` knows those that cover any lawful offense. */
  readonly purposes: ReadonlySet<string>;
}

interface Row {
  readonly code: string;
  readonly title: string;
  readonly kind: string;
  readonly purposes: readonly string[];
}

function rule(system: OffenseSystem, row: Row): OffenseRule {
  const { code, title } = row;
  return { system, code, title, kind: row.kind as OffenseKind, purposes: new Set(row.purposes) };
}

function rulesByCode(system: OffenseSystem, rows: readonly Row[]): ReadonlyMap<string, OffenseRule> {
  return new Map(rows.map((row) => [row.code, rule(system, row)]));
}

const RULES: ReadonlyMap<string, ReadonlyMap<string, OffenseRule>> = new Map([
  ['nibrs', rulesByCode('nibrs', table.nibrs)],
  ['ncic', rulesByCode('ncic', table.ncic)],
  ['crs', rulesByCode('crs', table.crs)],
]);

/** Statutes known by their place in the code rather than one by one; the first that fits counts. */
const FAMILIES = table.crsFamilies.map((row) => ({ pattern: new RegExp(row.pattern), row }));

/** Every classified code, in the order of the tables. */
export const OFFENSES: readonly OffenseRule[] = [...RULES.values()].flatMap((codes) => [...codes.values()]);

/** `(2)`, `(a.5)`, `(xiv)`, `(F4)`: a subsection, or the class of the offense. Words in brackets are not. */
const SUBSECTION =
  '\\s*\\((?:[0-9]{1,2}(?:\\.[0-9])?|([A-Z])\\1?(?:\\.[0-9])?|X{0,3}(?:IX|IV|V?I{1,3})|D?[FM][1-6])\\)';
const SUBSECTIONS = new RegExp(`(?:\\s*(?:,|-|&|AND|OR|TO)?${SUBSECTION})+$`);

/** Strips subsections, which only grade an offense: `C.R.S. § 18-4-409(2)(a)` is the statute `18-4-409`. */
function statute(code: string): string {
  const cited = code
    .trim()
    .toUpperCase()
    .replace(/^(C\.?R\.?S\.?\s*)?(§\s*)?/, '');
  return cited.endsWith(')') ? cited.replace(SUBSECTIONS, '') : cited;
}

function findStatute(code: string): OffenseRule | undefined {
  const wanted = statute(code);
  const listed = RULES.get('crs')?.get(wanted);
  if (listed) return listed;
  const family = FAMILIES.find(({ pattern }) => pattern.test(wanted));
  return family && rule('crs', { ...family.row, code: wanted });
}

/**
 * The rule for an offense, or undefined for a code that the tables do not know (which refuses).
 * A Title 42 statute that is not listed is a traffic infraction (C.R.S. 42-4-1701(1)).
 */
export function findOffense(offense: Offense): OffenseRule | undefined {
  if (offense.system === 'crs') return findStatute(offense.code);
  return RULES.get(offense.system)?.get(offense.code);
}
