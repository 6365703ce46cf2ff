/**
 * The closed list of purposes: what each needs, which offenses it covers, and the purposes that are always refused.
 * Facts in `data/purposes.json`.
 */
import type { AgencyClass } from './agency-classes.ts';
import table from './data/purposes.json' with { type: 'json' };
import type { OffenseRule } from './offenses.ts';

/** `prohibited`: forbidden by law or policy whatever the grant says. `not_approved`: not a reason to release reads. */
export type PurposeAnswer = 'approved' | 'prohibited' | 'not_approved';

export interface PurposeNeeds {
  /** A case or CAD number. */
  readonly caseNumber: boolean;
  readonly justification: boolean;
  readonly offense: boolean;
  readonly judicialProcess: boolean;
  readonly supervisor: boolean;
}

export interface PurposeRule {
  readonly code: string;
  readonly title: string;
  readonly answer: PurposeAnswer;
  readonly needs: PurposeNeeds;
  /** Agency classes that may state this purpose; null: every eligible class. */
  readonly classes: ReadonlySet<AgencyClass> | null;
  /** The clause that approves or refuses the purpose. */
  readonly clause: string;
  /** A person of the owner looks at every query of this purpose before anything leaves. */
  readonly review: boolean;
  /** True if any offense will do, e.g. for a judge's warrant. */
  readonly anyOffense: boolean;
  /** Families of `events.json` that fit it; null: what happened says nothing against it. */
  readonly events: ReadonlySet<string> | null;
  /** Tells whether a query of this purpose may rest on the offense: never for a refused purpose. */
  readonly covers: (offense: OffenseRule) => boolean;
}

type Covers = (code: string, offense: OffenseRule) => boolean;

/** True of an offense that some purpose may rest on. */
export const isLawful = ({ kind }: OffenseRule) => kind === 'ordinary' || kind === 'review';

const COVERAGE: ReadonlyMap<string, Covers> = new Map<string, Covers>([
  ['listed', (code, offense) => isLawful(offense) && offense.purposes.has(code)],
  ['any_lawful', (_, offense) => isLawful(offense)],
  // C.R.S. 24-74-103(1) excepts a court's order; the affirmation of SB25-129 rules protected health care out even then.
  ['any_by_court_order', (_, { kind }) => kind !== 'protected_health'],
]);

const NEEDS = ['caseNumber', 'justification', 'offense', 'judicialProcess', 'supervisor'] as const;

function needs(names: readonly string[]): PurposeNeeds {
  return Object.fromEntries(NEEDS.map((name) => [name, names.includes(name)])) as unknown as PurposeNeeds;
}

const approved = table.approved.map((row): PurposeRule => {
  const { code, title, clause, review } = row;
  const coverage = COVERAGE.get(row.covers);
  if (!coverage) throw new Error(`purpose \`${code}\` has unknown coverage \`${row.covers}\``);
  const classes = row.classes && new Set(row.classes as readonly AgencyClass[]);
  const covers = (offense: OffenseRule) => coverage(code, offense);
  const anyOffense = row.covers !== 'listed';
  const events = row.events === undefined ? null : new Set(row.events);
  const answer = 'approved';
  return {
    code,
    title,
    answer,
    needs: needs(row.needs),
    classes,
    clause,
    review,
    anyOffense,
    events,
    covers,
  };
});

const refused = table.refused.map((row): PurposeRule => {
  const { code, title, clause } = row;
  const answer = row.prohibited ? 'prohibited' : 'not_approved';
  const nothing = { needs: needs([]), classes: null, review: false, anyOffense: false, events: null };
  return { code, title, answer, clause, ...nothing, covers: () => false };
});

/** Every purpose that the gateway knows, the approved ones first. */
export const PURPOSES: readonly PurposeRule[] = [...approved, ...refused];

/** Codes that a query may state and a grant may name. */
export const APPROVED_CODES: readonly string[] = approved.map(({ code }) => code);

const BY_CODE: ReadonlyMap<string, PurposeRule> = new Map(PURPOSES.map((rule) => [rule.code, rule]));

/** The rule for a purpose code, or undefined for one that is not on the list (which refuses). */
export function findPurpose(code: string): PurposeRule | undefined {
  return BY_CODE.get(code);
}
