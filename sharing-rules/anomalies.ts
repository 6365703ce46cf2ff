/**
 * What queries show together that none shows alone: patterns that are brought before the Chief (Policy 420.9.1).
 * Thresholds in `data/anomalies.json`: `atLeast` findings within `days` days.
 */
import table from './data/anomalies.json' with { type: 'json' };
import { DAY } from './retention.ts';
import type { Effect, ReasonCode } from './terms.ts';

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
}

/** `of`: whose pattern it is: with the kind and the day it names the finding. */
export interface Anomaly {
  readonly kind: AnomalyKind;
  readonly agency: string;
  /** Null where the pattern is the agency's. */
  readonly officer: string | null;
  readonly of: string;
  /** Log indices that show it, ascending. */
  readonly entries: readonly number[];
}

/** Shown to the Chief; without plates, names and case numbers. */
export function summaryOf(kind: AnomalyKind): string {
  return table[kind].summary;
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
/** Of `purpose_prohibited`, the details that nobody picks from a list by mistake. */
const GRAVE_PURPOSES = /^(immigration_|personal|protected_|reproductive|mass_export)/;

type Test = (activity: Activity) => boolean;

const has =
  (code: ReasonCode, detail?: string): Test =>
  ({ reasons }) =>
    reasons.some((reason) => reason.code === code && (detail === undefined || reason.detail === detail));

const isNight: Test = ({ localHour }) => localHour >= 22 || localHour < 5;
const isVague = has('purpose_vague');
const isProhibited: Test = ({ effect, reasons }) =>
  effect === 'deny' &&
  reasons.some(
    ({ code, detail }) =>
      PROHIBITED.has(code) || (code === 'purpose_prohibited' && GRAVE_PURPOSES.test(detail ?? '')),
  );
const isTraffic: Test = (activity) =>
  activity.effect === 'deny' &&
  (has('narrative_minor_traffic')(activity) || has('offense_minor_traffic')(activity));

/** Patterns of an officer that need nothing but a number of such queries within the days. */
const COUNTED: readonly (readonly [AnomalyKind, Test])[] = [
  ['prohibited_use', isProhibited],
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

/** All patterns in the activity given, which reaches back `LONGEST_PATTERN` from the newest. In any order. */
export function findAnomalies(activity: readonly Activity[]): Anomaly[] {
  const inOrder = [...activity].sort((a, b) => a.at - b.at || a.index - b.index);
  const asked = inOrder.filter(({ effect }) => effect !== 'deny');
  const officerOf = ({ agency, officer }: Activity) => JSON.stringify([agency, officer]);
  return [
    ...COUNTED.flatMap(([kind, test]) =>
      groups(kind, inOrder.filter(test), officerOf, (group) => group.length),
    ),
    ...groups('repeated_plate', asked.filter(isOfPlate), samePlateAndCase, (group) => count(group, dayOf)),
    ...groups('case_many_plates', asked.filter(isOfPlate), sameCase, (group) =>
      count(group, ({ plate }) => plate),
    ),
    ...groups('refused_plate', inOrder.filter(isOfPlate), agencyAndPlate, refusedAndReleased),
    ...groups('plate_two_purposes', asked.filter(isOfPlate), samePlate, differentPurposes),
    ...groups('shared_account', inOrder, officerOf, (group) => count(group, ({ clientId }) => clientId)),
  ];
}

const isOfPlate: Test = ({ plate }) => plate !== null;
const samePlate = ({ agency, officer, plate }: Activity) => JSON.stringify([agency, officer, plate]);
const samePlateAndCase = (activity: Activity) => JSON.stringify([samePlate(activity), activity.caseNumber]);
const agencyAndPlate = ({ agency, plate }: Activity) => JSON.stringify([agency, plate]);
const sameCase = ({ agency, caseNumber }: Activity) =>
  caseNumber === null ? null : JSON.stringify([agency, caseNumber]);
const dayOf = ({ at }: Activity) => Math.floor(at / DAY);

/** Purposes may change as a case unfolds; another purpose under another case number is another story. */
function differentPurposes(group: readonly Activity[]): number {
  const cases = count(group, ({ caseNumber }) => caseNumber);
  return Math.min(
    count(group, ({ purpose }) => purpose),
    cases,
  );
}

/**
 * Refused words hold the same officer's next query for the plate, and the same case's. Whoever changes both is not
 * held, since a colleague may have a crime of his own with that car; but the Chief hears of it.
 */
function refusedAndReleased(group: readonly Activity[]): number {
  const refused = group.filter(isProhibited);
  return group.filter(
    ({ caseNumber, effect, index, officer }) =>
      effect === 'permit' &&
      refused.some(
        (before) => before.index < index && before.officer !== officer && before.caseNumber !== caseNumber,
      ),
  ).length;
}

function count<T>(group: readonly Activity[], of: (activity: Activity) => T): number {
  return new Set(group.map(of)).size;
}

/** Groups by `keyOf`, and keeps those in which some window of the kind's days measures at least its threshold. */
function groups(
  kind: AnomalyKind,
  activity: readonly Activity[],
  keyOf: (activity: Activity) => string | null,
  measure: (group: readonly Activity[]) => number,
): Anomaly[] {
  const byKey = new Map<string, Activity[]>();
  for (const one of activity) {
    const key = keyOf(one);
    if (key === null) continue;
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, [one]);
    else group.push(one);
  }
  const { atLeast, days } = table[kind];
  return [...byKey].flatMap(([of, group]): Anomaly[] => {
    if (group.length < atLeast) return [];
    const shown = windowOf(group, days * DAY, (window) => measure(window) >= atLeast);
    const first = shown?.[0];
    if (shown === null || first === undefined) return [];
    const officer = count(shown, (one) => one.officer) === 1 ? first.officer : null;
    return [{ kind, agency: first.agency, officer, of, entries: shown.map(({ index }) => index) }];
  });
}

/** The newest window that shows the pattern; null if none does. */
function windowOf(
  group: readonly Activity[],
  length: number,
  shows: (window: readonly Activity[]) => boolean,
): readonly Activity[] | null {
  let from = group.length - 1;
  for (let to = group.length - 1; to >= 0; to -= 1) {
    const last = (group[to] as Activity).at;
    from = Math.min(from, to);
    while (from > 0 && (group[from - 1] as Activity).at > last - length) from -= 1;
    const window = group.slice(from, to + 1);
    if (shows(window)) return window;
  }
  return null;
}
