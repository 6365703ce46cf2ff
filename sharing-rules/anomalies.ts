/**
 * Finds what queries show together that none shows alone: patterns that are brought before the Chief (Policy
 * 420.9.1). Thresholds in `data/anomalies.json`: `atLeast` findings within `days` days. The time taken grows
 * no faster than the activity, whatever it is: the one who asks most must not escape the search.
 */
import { RefusedAndReleased } from './refused-and-released.ts';
import { Both, Count, Distinct, type Measure, newestWindow } from './sliding-window.ts';
import table from './terms/data/anomalies.json' with { type: 'json' };
import type { Effect, ReasonCode } from './terms/decision.ts';
import { findOffense } from './terms/offenses.ts';
import type { Purpose } from './terms/query.ts';
import { DAY } from './terms/retention.ts';

export type AnomalyKind = keyof typeof table;

/** One query as the log's details show it. Plates and case numbers are only compared for equality. */
export interface Activity {
  readonly index: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The hour of the day where the owner is, 0 to 23. */
  readonly localHour: number;
  readonly agency: string;
  readonly officer: string;
  readonly clientId: string;
  readonly effect: Effect;
  readonly purpose: string;
  readonly plate: string | null;
  readonly caseNumber: string | null;
  readonly reasons: readonly { readonly code: ReasonCode; readonly detail: string | null }[];
  /** True if someone wants a refused query for the refused words, as `wanted-words.ts` tells. */
  readonly isWanted?: boolean;
  /** True if only a decision was asked for, and no reads. */
  readonly isDryRun?: boolean;
  /** The facts stated of the incident, as `statedFacts` writes them; only compared for equality. */
  readonly stated?: string | null;
}

/** An activity with its signs in place of what shows them: all that the patterns need to be looked for. */
export interface Sighting extends Omit<Activity, 'isWanted' | 'localHour' | 'reasons'> {
  /** Patterns of an officer toward which it counts. */
  readonly signs: readonly AnomalyKind[];
}

/** `of` says whose pattern it is; with the kind and the day it identifies the finding. */
export interface Anomaly {
  readonly kind: AnomalyKind;
  readonly agency: string;
  /** Null where the pattern is one of the whole agency. */
  readonly officer: string | null;
  readonly of: string;
  /** The log indices that show the pattern, ascending; the newest ones where there are very many. */
  readonly entries: readonly number[];
}

/** The most entries that are named: nobody reads more, and a report must not grow with the misuse. */
const MOST_NAMED = 200;

/** Returns the summary that the Chief is shown, without plates, names and case numbers. */
export function summaryOf(kind: AnomalyKind): string {
  return table[kind].summary;
}

/** Returns how many findings within how many days make a pattern of this kind. */
export function thresholdOf(kind: AnomalyKind): { readonly atLeast: number; readonly days: number } {
  return table[kind];
}

/** Milliseconds that a search for patterns must reach back. */
export const LONGEST_PATTERN = Math.max(...Object.values(table).map(({ days }) => days)) * DAY;

const PROHIBITED: ReadonlySet<string> = new Set<ReasonCode>([
  'offense_immigration',
  'offense_protected_health',
  'narrative_immigration',
  'narrative_personal',
  'narrative_protected_class',
  'narrative_protected_health',
  'narrative_federal_assist',
]);
/** Prohibitions that rest on words alone, which the screen may have misread: a victim, a name, a place. */
const MAY_BE_MISREAD: ReadonlySet<string> = new Set<ReasonCode>([
  'narrative_immigration',
  'narrative_protected_class',
  'narrative_protected_health',
]);
/** The details of `purpose_prohibited` that nobody picks from a list by mistake. */
const GRAVE_PURPOSES = /^(immigration_|personal|protected_|reproductive|mass_export)/;

type Test = (activity: Activity) => boolean;

const has =
  (code: ReasonCode, detail?: string): Test =>
  ({ reasons }) =>
    reasons.some((reason) => reason.code === code && (detail === undefined || reason.detail === detail));

const isNight: Test = ({ localHour }) => localHour >= 22 || localHour < 5;
const isVague = has('purpose_vague');
const prohibitedIn = ({ effect, reasons }: Activity) =>
  effect === 'deny'
    ? reasons.filter(
        ({ code, detail }) =>
          PROHIBITED.has(code) || (code === 'purpose_prohibited' && GRAVE_PURPOSES.test(detail ?? '')),
      )
    : [];
/** True if refused only for words that may be misread, with nobody seen to want the query for them. */
const isWordsAlone: Test = (activity) => {
  const prohibited = prohibitedIn(activity);
  return (
    prohibited.length > 0 &&
    activity.isWanted !== true &&
    prohibited.every(({ code }) => MAY_BE_MISREAD.has(code))
  );
};
const isProhibited: Test = (activity) => prohibitedIn(activity).length > 0 && !isWordsAlone(activity);
const isTraffic: Test = (activity) =>
  activity.effect === 'deny' &&
  (has('narrative_minor_traffic')(activity) || has('offense_minor_traffic')(activity));

/** Patterns of an officer that need nothing but a number of such queries within the days. */
const COUNTED: readonly (readonly [AnomalyKind, Test])[] = [
  ['prohibited_use', isProhibited],
  ['prohibited_words', isWordsAlone],
  ['minor_traffic_use', isTraffic],
  ['proxy_search', has('employer_mismatch')],
  ['reworded', has('narrative_pretext', 'reworded_after_refusal')],
  ['administrative_warrant', has('judicial_process_administrative')],
  ['sweep', has('quota_exceeded')],
  ['vague_habit', isVague],
  ['vague_at_night', (activity) => isVague(activity) && isNight(activity)],
  ['exigent_often', ({ effect, purpose }) => effect === 'permit' && purpose === 'exigent_life_safety'],
  ['barred_agency', has('agency_not_eligible')],
  ['heavy_use', () => true],
];

/**
 * The kinds that dry runs count toward: trying in dry runs which prohibited words pass is the same as asking
 * with them (Policy 420.5).
 */
const OF_DRY_RUNS: ReadonlySet<AnomalyKind> = new Set<AnomalyKind>([
  'prohibited_use',
  'prohibited_words',
  'reworded',
]);

/**
 * Returns the facts of an incident that stay the same however often its plate is asked for: the event and the
 * owner of the vehicle. Null where none is stated.
 */
export function statedFacts({ incident, offense }: Pick<Purpose, 'incident' | 'offense'>): string | null {
  if (incident === undefined) return null;
  const { kind, vehicle } = incident;
  // A statute is cited in many ways.
  const { code, system } = (offense && findOffense(offense)) ?? offense ?? {};
  return JSON.stringify([kind, kind === 'offense' ? [system, code] : null, vehicle]);
}

/**
 * Returns the activity as the patterns see it; null for a dry run that shows nothing prohibited and states no
 * incident, since no data left by it.
 */
export function sightingOf(activity: Activity): Sighting | null {
  const { isWanted: _, localHour: __, reasons: ___, ...seen } = activity;
  const all = COUNTED.flatMap(([kind, test]) => (test(activity) ? [kind] : []));
  if (activity.isDryRun !== true) return { ...seen, signs: all };
  const signs = all.filter((kind) => OF_DRY_RUNS.has(kind));
  return signs.length === 0 && !statesIncident(activity) ? null : { ...seen, signs };
}

const statesIncident = ({ plate, stated = null }: Pick<Activity, 'plate' | 'stated'>) =>
  plate !== null && stated !== null;
/** True for a dry run, by which nothing left: it counts by its signs and by what it states alone. */
const isDry = ({ effect, isDryRun }: Sighting) => isDryRun === true && effect !== 'deny';

/** Finds all patterns, in any order, in sightings that reach back `LONGEST_PATTERN` from the newest. */
export function findPatterns(sightings: readonly Sighting[]): Anomaly[] {
  const inOrder = [...sightings].sort((a, b) => a.at - b.at || a.index - b.index);
  const brought = inOrder.filter((one) => !isDry(one));
  const ofPlate = brought.filter(({ plate }) => plate !== null);
  const asked = ofPlate.filter(({ effect }) => effect !== 'deny');
  const count = () => new Count();
  return [
    ...COUNTED.flatMap(([kind]) => {
      const signs = inOrder.filter((one) => one.signs.includes(kind));
      return groups(kind, signs, officerOf, count);
    }),
    ...groups('repeated_plate', asked, samePlateAndCase, () => new Distinct(dayOf)),
    ...groups('case_many_plates', asked, sameCase, () => new Distinct(({ plate }) => plate)),
    ...groups('refused_plate', ofPlate, agencyAndPlate, () => new RefusedAndReleased()),
    ...groups('plate_two_purposes', asked, samePlate, differentPurposes),
    ...groups(
      'incident_fitted',
      inOrder.filter(statesIncident),
      agencyAndPlate,
      () => new Distinct(({ stated }) => stated),
    ),
    ...groups('shared_account', brought, officerOf, () => new Distinct(({ clientId }) => clientId)),
  ];
}

const officerOf = ({ agency, officer }: Sighting) => JSON.stringify([agency, officer]);
const samePlate = ({ agency, officer, plate }: Sighting) => JSON.stringify([agency, officer, plate]);
const samePlateAndCase = (one: Sighting) => JSON.stringify([samePlate(one), one.caseNumber]);
const agencyAndPlate = ({ agency, plate }: Sighting) => JSON.stringify([agency, plate]);
const sameCase = ({ agency, caseNumber }: Sighting) =>
  caseNumber === null ? null : JSON.stringify([agency, caseNumber]);
const dayOf = ({ at }: Sighting) => Math.floor(at / DAY);

/** Purposes may change as a case unfolds; another purpose under another case number is another story. */
function differentPurposes(): Measure<Sighting> {
  return new Both<Sighting>(
    new Distinct(({ caseNumber }) => caseNumber),
    new Distinct(({ purpose }) => purpose),
  );
}

/** Groups by `keyOf`, and keeps those in which some window of the kind's days measures at least its threshold. */
function groups(
  kind: AnomalyKind,
  sightings: readonly Sighting[],
  keyOf: (one: Sighting) => string | null,
  measure: () => Measure<Sighting>,
): Anomaly[] {
  const byKey = new Map<string, Sighting[]>();
  for (const one of sightings) {
    const key = keyOf(one);
    if (key === null) continue;
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, [one]);
    else group.push(one);
  }
  const { atLeast, days } = table[kind];
  return [...byKey].flatMap(([of, group]): Anomaly[] => {
    if (group.length < atLeast) return [];
    const shown = newestWindow(group, { length: days * DAY, atLeast, measure: measure() });
    const first = shown[0];
    if (first === undefined) return [];
    const officer = shown.every((one) => one.officer === first.officer) ? first.officer : null;
    // One entry may count for two officers: the one who asked, and the one named.
    const entries = [...new Set(shown.map(({ index }) => index))].slice(-MOST_NAMED);
    return [{ kind, agency: first.agency, officer, of, entries }];
  });
}
