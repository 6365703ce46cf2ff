/**
 * Lists which classes of agency may receive reads at all: those of Colorado that article 74 binds (C.R.S.
 * 24-74-101 ff.). Facts in `data/agency-classes.json`.
 */
import table from './data/agency-classes.json' with { type: 'json' };

/** The kind of an agency in law, which decides whether article 74 binds it (C.R.S. 24-74-101 ff.). */
export type AgencyClass = keyof typeof table;

/** `review`: may be granted where a person has found it bound by article 74; then each query waits for a person. */
export type ClassAnswer = 'eligible' | 'review' | 'refused';

export interface AgencyClassRule {
  readonly class: AgencyClass;
  readonly title: string;
  readonly answer: ClassAnswer;
  /** The `detail` of `agency_not_eligible`, e.g. `federal`; null for an eligible class. */
  readonly detail: string | null;
  /** True if article 74 binds agencies of this class unless a person has found otherwise. */
  readonly boundByArticle74: boolean;
  /** The clause under which the class is admitted or refused. */
  readonly clause: string;
}

const RULES: ReadonlyMap<string, AgencyClassRule> = new Map(
  Object.entries(table).map(([name, row]) => {
    const answer = row.answer as ClassAnswer;
    return [name, { ...row, class: name as AgencyClass, answer }];
  }),
);

/** Every class; those whose queries need no person come first. */
export const AGENCY_CLASSES: readonly AgencyClassRule[] = [...RULES.values()];

/** The rule for a class, or undefined for a name that is not a class (which refuses). */
export function findAgencyClass(name: string): AgencyClassRule | undefined {
  return RULES.get(name);
}
