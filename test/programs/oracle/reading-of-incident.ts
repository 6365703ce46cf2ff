/**
 * The policy read as a table, fifth part: what happened, told by choosing (17). Which kinds and vehicles a purpose
 * takes, and how far its window reaches, stands in a table of the policy; the rest is read from its text.
 */
import incidents from '../../../sharing-rules/incident/incidents.json' with { type: 'json' };
import { DAY, type Facts } from './facts.ts';
import type { Line } from './line.ts';

/** Purposes that need one line of words beside the incident. */
export const WORDS_BESIDE: ReadonlySet<string> = new Set([
  ...['exigent_life_safety', 'human_trafficking', 'drug_distribution'],
  ...['prosecution_discovery', 'judicial_process'],
]);

/** Simple assault, intimidation, harassment and stalking, and what breaks an order: who is sought may be who has fled. */
const OF_HER_WHO_FLED = {
  nibrs: /^13[BC]$/,
  ncic: /^(1313|1316|1399|3803|5007|5016|5309)$/,
  crs: /^(18-3-204|18-3-206|18-3-602|18-6-803\.5|18-9-111)$/,
};
const MAY_BE_MISDEMEANOR = incidents.holds.find(({ detail }) => detail === 'may_be_misdemeanor')?.offenses;
const ONLY_FELONIES = new Set(['violent_crime', 'property_crime_felony', 'exigent_life_safety']);
const SEEN_BY_CAMERAS = new Set(['stolen_vehicle', 'stolen_plate', 'hit_and_run']);

/** `P3D`, `PT12H`. */
function milliseconds(duration: string): number {
  const count = Number(/\d+/.exec(duration)?.[0]);
  return duration.startsWith('PT') ? count * (DAY / 24) : count * DAY;
}

/** The row for the kind, and how it has the vehicle. */
function standing({ incidentRow, query: { purpose } }: Facts): 'permit' | 'review' | 'no row' {
  const { kind, vehicle } = purpose.incident as NonNullable<typeof purpose.incident>;
  const vehicles = Object.hasOwn(incidentRow?.kinds ?? {}, kind) ? incidentRow?.kinds[kind] : undefined;
  if (vehicles?.permit.includes(vehicle)) return 'permit';
  return vehicles?.review.includes(vehicle) ? 'review' : 'no row';
}

export const isStated = ({ incidentRow, query }: Facts) =>
  incidentRow !== null && query.purpose.incident !== undefined;

/** The offense is one that a purpose may rest on, and this one does not. */
const isOfAnotherPurpose = ({ covers, offenseKind, offenseListed }: Facts) =>
  covers === 'listed' && ['ordinary', 'review'].includes(offenseKind) && !offenseListed;

const isConsistent = (facts: Facts) =>
  isStated(facts) && standing(facts) !== 'no row' && !isOfAnotherPurpose(facts);

/** Nothing written, or nothing that says anything. */
const isWordless = ({ findings, query }: Facts) =>
  (query.purpose.justification ?? '').trim() === '' ||
  findings.some(({ code, effect }) => code === 'purpose_vague' && effect !== 'note');

function isOutside({ incidentRow, now, query }: Facts): boolean {
  const { incident } = query.purpose;
  if (incidentRow === null || incident === undefined) return false;
  const { after, before, from } = incidentRow.window;
  // An hour passes until what reached back from now is judged.
  if (from === 'now') return query.from < now - milliseconds(before) - DAY / 24;
  const { occurred } = incident;
  const end = occurred.to ?? occurred.from;
  const isLate = after !== 'until_now' && end !== 'ongoing' && query.to > end + milliseconds(after);
  return query.from < occurred.from - milliseconds(before) || isLate;
}

/** Reads are asked for by partners, and by the owner for its own use. */
const isOfReads = (dataClass: Facts['dataClass']) => ['reads', 'own'].includes(dataClass);

const isTooWideWithout = ({ dataClass, incidentRow, query }: Facts) =>
  isOfReads(dataClass) &&
  incidentRow !== null &&
  query.purpose.incident === undefined &&
  query.to - query.from > milliseconds(incidentRow.longestWithout);

/** A row that a person looks at, where the incident is of one at all. */
const held = (says: string, when: (facts: Facts, incident: Incident) => boolean): Line => ({
  ...{ says, code: 'incident_needs_review', effect: 'review' },
  when: (facts) => isConsistent(facts) && when(facts, facts.query.purpose.incident as Incident),
});
type Incident = NonNullable<Facts['query']['purpose']['incident']>;

/** Counted of queries that state an incident without words. */
const counted = (says: string, isMany: (history: NonNullable<Facts['caseHistory']>) => boolean): Line => ({
  ...{ says, code: 'incident_needs_review', effect: 'review' },
  when: (facts) =>
    facts.query.purpose.incident !== undefined &&
    facts.caseHistory !== undefined &&
    isWordless(facts) &&
    isMany(facts.caseHistory),
});

const beginsWith = (code: string, begins: readonly string[] = []) =>
  begins.some((one) => code.startsWith(one));

export const INCIDENT: readonly Line[] = [
  {
    says: 'where nothing happened by words, an incident is asked for',
    code: 'incident_missing',
    effect: 'deny',
    when: ({ findings, incidentRow, query: { purpose } }) =>
      incidentRow !== null &&
      purpose.incident === undefined &&
      ((purpose.justification ?? '').trim().length < 3 ||
        findings.some(({ code, effect }) => code === 'purpose_vague' && effect === 'deny')),
  },
  {
    says: 'what no row of purpose, kind, offense and vehicle has contradicts itself',
    code: 'incident_contradiction',
    effect: 'deny',
    when: (facts) => isStated(facts) && !isConsistent(facts),
  },
  held('a vehicle at the scene, and of a victim under an order', (facts) => standing(facts) === 'review'),
  held(
    "a victim's vehicle after assault, threats, harassment, or a broken order",
    ({ query }, { vehicle }) => {
      const { offense } = query.purpose;
      return (
        vehicle === 'of_victim' && offense !== undefined && OF_HER_WHO_FLED[offense.system].test(offense.code)
      );
    },
  ),
  held('any kind outside Colorado, danger to life too', (_, { place }) => Object.hasOwn(place, 'state')),
  held(
    'seven days at most, and what goes on has lasted until now',
    ({ dataClass, now }, { occurred: { from, to } }) =>
      isOfReads(dataClass) && to !== undefined && (to === 'ongoing' ? now : to) - from > 7 * DAY,
  ),
  held('hindering officers at a riot may be a protest (5304, 5305)', ({ query: { purpose } }) =>
    ['5304', '5305'].some((code) => purpose.offense?.system === 'ncic' && purpose.offense.code === code),
  ),
  held('what may be a misdemeanor, under a purpose of felonies', ({ query: { purpose } }, { grade }) => {
    const { code, offense } = purpose;
    if (!ONLY_FELONIES.has(code) || grade === 'felony') return false;
    const isListed = offense !== undefined && beginsWith(offense.code, MAY_BE_MISDEMEANOR?.[offense.system]);
    return grade === 'misdemeanor' || isListed;
  }),
  held(
    'who is missing by the word of another agency',
    (_, { kind, reportedBy }) => kind === 'missing_person' && reportedBy === 'other_agency',
  ),
  held(
    'another agency that is not an eligible one',
    ({ reporterIsEligible }, { reportedBy }) => reportedBy === 'other_agency' && reporterIsEligible !== true,
  ),
  held(
    'a camera alone, but for stolen cars and plates, and hit and run',
    ({ query }, { reportedBy }) => reportedBy === 'camera' && !SEEN_BY_CAMERAS.has(query.purpose.code),
  ),
  {
    says: 'the first incident under a case binds it',
    code: 'incident_contradiction',
    effect: 'review',
    when: ({ caseHistory, query }) => query.purpose.incident !== undefined && caseHistory?.differs === true,
  },
  counted('the fourth plate under a case', ({ otherPlates }) => otherPlates >= 3),
  counted('the third officer under a case', ({ otherOfficers }) => otherOfficers >= 2),
  counted('the second case for a plate', ({ otherCases }) => otherCases >= 1),
  {
    says: 'an agency whose records office does not answer, or contradicts, asks in words or waits (420.9.1)',
    code: 'incident_needs_review',
    effect: 'review',
    when: (facts) =>
      facts.recordsHold !== undefined && facts.query.purpose.incident !== undefined && isWordless(facts),
  },
  counted('the second purpose for a plate', ({ otherPurposes }) => otherPurposes >= 1),
  {
    says: 'reads are about the incident; what waits has no window',
    code: 'window_not_about_incident',
    effect: 'review',
    when: (facts) => isOfReads(facts.dataClass) && isOutside(facts),
  },
  {
    says: 'without an incident a window has a longest width, and a person looks where the owner says so',
    code: 'window_not_about_incident',
    effect: 'review',
    when: (facts) => facts.limits.windowWithoutIncident === 'hold' && isTooWideWithout(facts),
  },
  {
    says: 'or it is told',
    code: 'window_not_about_incident',
    effect: 'note',
    when: (facts) => facts.limits.windowWithoutIncident === 'note' && isTooWideWithout(facts),
  },
];
