/**
 * What queries show together that none shows alone: patterns that are brought before the Chief (Policy 420.9.1).
 * Thresholds in `data/anomalies.json`: `atLeast` findings within `days` days. The time taken grows with the activity
 * and no faster, whatever it is: anyone who asks most must not be the one who is not looked at.
 */
import { RefusedAndReleased } from './refused-and-released.ts';
import { Both, Count, Distinct, type Measure, newestWindow } from './sliding-window.ts';
import table from './terms/data/anomalies.json' with { type: 'json' };
import type { Effect, ReasonCode } from './terms/decision.ts';
import { findOffense } from './terms/offenses.ts';
import type { Purpose } from './terms/query.ts';
import { DAY } from './terms/retention.ts';

export type AnomalyKind = keyof typeof table;

/** One query as the log's details show it; plates and case numbers only need to be equal or not. */
export interface Activity {
  /** Log index. */
  readonly index: number;
  /** Ms since the epoch. */
  readonly at: number;
  /** Hour of the day where the owner is, 0 to 23. */
  readonly localHour: number;
  readonly agency: string;
  readonly officer: string;
  readonly clientId: string;
  readonly effect: Effect;
  readonly purpose: string;
  readonly plate: string | null;
  readonly caseNumber: string | null;
  readonly reasons: readonly { readonly code: ReasonCode; readonly detail: string | null }[];
  /** Of one that was refused: whether somebody wants it for the refused words, as `wanted-words.ts` tells. */
  readonly isWanted?: boolean;
  /** Asked only what would be decided. */
  readonly isDryRun?: boolean;
  /** Is what it states to have happened, as `statedFacts` has it; it only needs to be equal or not. */
  readonly stated?: string | null;
}

/** An activity with its signs in place of what shows them: all that the patterns need to be looked for. */
export interface Sighting extends Omit<Activity, 'isWanted' | 'localHour' | 'reasons'> {
  /** Patterns of an officer toward which it counts. */
  readonly signs: readonly AnomalyKind[];
}

/** `of`: whose pattern it is: with the kind and the day it names the finding. */
export interface Anomaly {
  readonly kind: AnomalyKind;
  readonly agency: string;
  /** Null where the pattern is the agency's. */
  readonly officer: string | null;
  readonly of: string;
  /** Log indices that show it, ascending; of very many the newest. */
  readonly entries: readonly number[];
}

/** So many entries are named: nobody reads more, and a report must not grow with what somebody did. */
const MOST_NAMED = 200;

/** Shown to the Chief; without plates, names and case numbers. */
export function summaryOf(kind: AnomalyKind): string {
  return table[kind].summary;
}

/** When a pattern is one: so many findings within so many days. */
export function thresholdOf(kind: AnomalyKind): { readonly atLeast: number; readonly days: number } {
  return table[kind];
}

/** How far back a look must reach, ms. */
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
/** Those that words alone made, which the screen may have misread: of a victim, a name, a place. */
const MAY_BE_MISREAD: ReadonlySet<string> = new Set<ReasonCode>([
  'narrative_immigration',
  'narrative_protected_class',
  'narrative_protected_health',
]);
/** Of `purpose_prohibited`, the details that nobody picks from a list by mistake. */
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
/** Refused for words that nobody is seen to want: once they may be misread, and a person has judged nothing. */
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
 * Anyone who tries in dry runs which prohibited words pass does the same as anyone who asks with them (Policy
 * 420.5).
 */
const OF_DRY_RUNS: ReadonlySet<AnomalyKind> = new Set<AnomalyKind>([
  'prohibited_use',
  'prohibited_words',
  'reworded',
]);

/**
 * The facts of an incident that stay the same however often its plate is asked for: what happened, and whose vehicle it
 * is. Null where none is stated.
 */
export function statedFacts({ incident, offense }: Pick<Purpose, 'incident' | 'offense'>): string | null {
  if (incident === undefined) return null;
  const { kind, vehicle } = incident;
  // A statute is cited in many ways.
  const { code, system } = (offense && findOffense(offense)) ?? offense ?? {};
  return JSON.stringify([kind, kind === 'offense' ? [system, code] : null, vehicle]);
}

/**
 * The activity as the patterns see it; null for a dry run that shows nothing prohibited and states no incident, since it
 * brought nothing.
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
/** Nothing left by a dry run: it counts by its signs and by what it states alone. */
const isDry = ({ effect, isDryRun }: Sighting) => isDryRun === true && effect !== 'deny';

/** All patterns in the activity given, which reaches back `LONGEST_PATTERN` from the newest. In any order. */
export function findAnomalies(activity: readonly Activity[]): Anomaly[] {
  return findPatterns(activity.flatMap((one) => sightingOf(one) ?? []));
}

/** As `findAnomalies`. */
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
    // One entry may be of two officers: the one who asked, and the one named.
    const entries = [...new Set(shown.map(({ index }) => index))].slice(-MOST_NAMED);
    return [{ kind, agency: first.agency, officer, of, entries }];
  });
}
