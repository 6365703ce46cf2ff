/** The patterns of misuse by their definition: every window is looked at again. To hold the quick search against. */
import type { Activity, Anomaly, AnomalyKind } from '../../sharing-rules/anomalies.ts';
import { sightingOf } from '../../sharing-rules/anomalies.ts';
import table from '../../sharing-rules/terms/data/anomalies.json' with { type: 'json' };

const DAY = 86_400_000;
const MOST_NAMED = 200;

type Group = readonly Activity[];
const has = (kind: AnomalyKind) => (one: Activity) => sightingOf(one)?.signs.includes(kind) === true;
const isProhibited = (one: Activity) => has('prohibited_use')(one) || has('prohibited_words')(one);
const count = (group: Group, of: (one: Activity) => unknown) => new Set(group.map(of)).size;
const officer = (one: Activity) => JSON.stringify([one.agency, one.officer]);
const samePlate = (one: Activity) => JSON.stringify([one.agency, one.officer, one.plate]);

const OF_OFFICER: readonly AnomalyKind[] = [
  ...([
    'prohibited_use',
    'prohibited_words',
    'minor_traffic_use',
    'proxy_search',
    'reworded',
    'administrative_warrant',
  ] as const),
  ...(['sweep', 'vague_habit', 'vague_at_night', 'exigent_often', 'barred_agency', 'heavy_use'] as const),
];

export function findNaively(activity: readonly Activity[]): Anomaly[] {
  const seen = activity.filter((one) => sightingOf(one) !== null);
  const inOrder = [...seen].sort((a, b) => a.at - b.at || a.index - b.index);
  const brought = inOrder.filter(({ effect, isDryRun }) => !isDryRun || effect === 'deny');
  const ofPlate = brought.filter(({ plate }) => plate !== null);
  const asked = ofPlate.filter(({ effect }) => effect !== 'deny');
  const bothDiffer = (group: Group) =>
    Math.min(
      count(group, (one) => one.purpose),
      count(group, (one) => one.caseNumber),
    );
  const caseOf = (one: Activity) =>
    one.caseNumber === null ? null : JSON.stringify([one.agency, one.caseNumber]);
  return [
    ...OF_OFFICER.flatMap((kind) =>
      patterns(kind, inOrder.filter(has(kind)), officer, (group) => group.length),
    ),
    ...patterns(
      'repeated_plate',
      asked,
      (one) => JSON.stringify([samePlate(one), one.caseNumber]),
      (group) => count(group, ({ at }) => Math.floor(at / DAY)),
    ),
    ...patterns('case_many_plates', asked, caseOf, (group) => count(group, ({ plate }) => plate)),
    ...patterns(
      'refused_plate',
      ofPlate,
      (one) => JSON.stringify([one.agency, one.plate]),
      refusedAndReleased,
    ),
    ...patterns('plate_two_purposes', asked, samePlate, bothDiffer),
    ...patterns(
      'incident_fitted',
      inOrder.filter(({ plate, stated = null }) => plate !== null && stated !== null),
      (one) => JSON.stringify([one.agency, one.plate]),
      (group) => count(group, ({ stated }) => stated),
    ),
    ...patterns('shared_account', brought, officer, (group) => count(group, ({ clientId }) => clientId)),
  ];
}

function refusedAndReleased(group: Group): number {
  const refused = group.filter(isProhibited);
  return group.filter(
    (one) =>
      one.effect === 'permit' &&
      refused.some(
        (before) =>
          before.index < one.index && before.officer !== one.officer && before.caseNumber !== one.caseNumber,
      ),
  ).length;
}

function patterns(
  kind: AnomalyKind,
  activity: Group,
  keyOf: (one: Activity) => string | null,
  measure: (group: Group) => number,
): Anomaly[] {
  const keys = [...new Set(activity.map(keyOf))].filter((key) => key !== null);
  return keys.flatMap((of): Anomaly[] => {
    const group = activity.filter((one) => keyOf(one) === of);
    const { atLeast, days } = table[kind];
    for (let to = group.length; to > 0; to -= 1) {
      const since = (group[to - 1] as Activity).at - days * DAY;
      const window = group.slice(0, to).filter(({ at }) => at > since);
      if (measure(window) < atLeast) continue;
      const first = window[0] as Activity;
      const who = count(window, (one) => one.officer) === 1 ? first.officer : null;
      const entries = window.map(({ index }) => index).slice(-MOST_NAMED);
      return [{ kind, agency: first.agency, officer: who, of, entries }];
    }
    return [];
  });
}
