/**
 * The facts of a request as a reader of the policy sees them, taken from the tables of the policy (data files) and from
 * nothing that the rules compute.
 */
import incidents from '../../../sharing-rules/incident/incidents.json' with { type: 'json' };
import agencyClasses from '../../../sharing-rules/terms/data/agency-classes.json' with { type: 'json' };
import dropDown from '../../../sharing-rules/terms/data/drop-down.json' with { type: 'json' };
import offenses from '../../../sharing-rules/terms/data/offense-codes.json' with { type: 'json' };
import purposes from '../../../sharing-rules/terms/data/purposes.json' with { type: 'json' };
import type { DecisionInput } from '../../../sharing-rules/terms/decision.ts';

export const DAY = 24 * 60 * 60 * 1000;

/** What the tables say of the offense: `none` was given, or `unknown` to them. */
type OffenseKind =
  | 'none'
  | 'unknown'
  | 'ordinary'
  | 'review'
  | 'insufficient'
  | 'immigration'
  | 'minor_traffic'
  | 'protected_health';

export interface Facts extends DecisionInput {
  readonly stated: 'nothing' | 'approved' | 'prohibited' | 'not_approved' | 'not_listed';
  readonly needs: ReadonlySet<string>;
  /** Classes that alone may state the purpose; null: all. */
  readonly classes: readonly string[] | null;
  readonly held: boolean;
  readonly covers: string;
  readonly offenseKind: OffenseKind;
  /** The offense stands in the purpose's own row. */
  readonly offenseListed: boolean;
  /** Purposes that the offense goes with. */
  readonly offensePurposes: readonly string[];
  readonly classAnswer: string;
  /** Incidents that the purpose takes; null: none. */
  readonly incidentRow: IncidentRow | null;
  /** What the values chosen in the partner's list mean, all of them; `other` where the table has none. */
  readonly chosen: readonly string[];
  /** Nothing older may leave. */
  readonly earliest: number;
}

export interface IncidentRow {
  readonly kinds: Readonly<Record<string, { readonly permit: string[]; readonly review: string[] }>>;
  readonly window: { readonly from: string; readonly before: string; readonly after: string };
  readonly longestWithout: string;
}

const INCIDENTS = new Map<string, IncidentRow>(Object.entries(incidents.purposes));

interface PurposeRow {
  readonly code: string;
  readonly needs?: readonly string[];
  readonly classes?: readonly string[] | null;
  readonly review?: boolean;
  readonly covers?: string;
  readonly prohibited?: boolean;
}

const PURPOSES = new Map<string, PurposeRow & { stated: Facts['stated'] }>([
  ...purposes.approved.map((row) => [row.code, { ...row, stated: 'approved' }] as const),
  ...purposes.refused.map(
    (row) => [row.code, { ...row, stated: row.prohibited ? 'prohibited' : 'not_approved' }] as const,
  ),
]);

interface OffenseRow {
  readonly kind: string;
  readonly purposes: readonly string[];
}

const BY_CODE = new Map<string, OffenseRow>(
  (['nibrs', 'ncic', 'crs'] as const).flatMap((system) =>
    offenses[system].map((row) => [`${system} ${row.code}`, row] as const),
  ),
);
const FAMILIES = offenses.crsFamilies.map((row) => ({ ...row, pattern: new RegExp(row.pattern) }));
const CLASSES = new Map(Object.entries(agencyClasses));

function offenseOf({ query }: DecisionInput): OffenseRow {
  const { offense } = query.purpose;
  if (offense === undefined) return { kind: 'none', purposes: [] };
  const { system, code } = offense;
  const family = () => (system === 'crs' ? FAMILIES.find(({ pattern }) => pattern.test(code)) : undefined);
  return BY_CODE.get(`${system} ${code}`) ?? family() ?? { kind: 'unknown', purposes: [] };
}

const LISTED = new Map<string, readonly string[]>(Object.entries(dropDown));

/** Values are joined by commas, with free text behind ` - `. */
function chosenIn(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  return value.split(', ').flatMap((one) => LISTED.get(one.replace(/ - .*$/, '')) ?? ['other']);
}

export const statedBy = (code: string) => PURPOSES.get(code)?.stated;

export function factsOf(input: DecisionInput): Facts {
  const { purpose } = input.query;
  const row = PURPOSES.get(purpose.code);
  const offense = offenseOf(input);
  const days = Math.min(input.limits.retentionDays, input.grant?.lookBackDays ?? Number.POSITIVE_INFINITY);
  return {
    ...input,
    stated: purpose.code.trim() === '' ? 'nothing' : (row?.stated ?? 'not_listed'),
    needs: new Set(row?.needs ?? []),
    classes: row?.classes ?? null,
    held: row?.review ?? false,
    covers: row?.covers ?? 'nothing',
    offenseKind: offense.kind as OffenseKind,
    incidentRow: INCIDENTS.get(purpose.code) ?? null,
    offenseListed: offense.purposes.includes(purpose.code),
    offensePurposes: offense.purposes,
    chosen: chosenIn(purpose.dropDown),
    classAnswer: CLASSES.get(input.agency?.class ?? '')?.answer ?? 'unheard of',
    earliest: input.now - days * DAY,
  };
}
