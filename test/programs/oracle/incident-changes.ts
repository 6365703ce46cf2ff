/** Incidents at random: one that is in order for a purpose, and what they differ in, on both sides of every line. */
import incidents from '../../../sharing-rules/incident/incidents.json' with { type: 'json' };
import {
  GRADES,
  INCIDENT_KINDS,
  INCIDENT_VEHICLES,
  type Incident,
  REPORTED_BY,
} from '../../../sharing-rules/terms/incident.ts';
import type { Change } from './changes.ts';
import type { Chance } from './random.ts';
import type { Json } from './random-request.ts';

const NOW = Date.UTC(2026, 2, 2, 18);
const [DAY, HOUR] = [86_400_000, 3_600_000];
/** In the window of every row, as a request in order asks for it: two days until now. */
const HAPPENED = NOW - 36 * HOUR;

const around = (...moments: readonly number[]) => moments.flatMap((at) => [at - 1, at, at + 1]);

type Kinds = Readonly<Record<string, { readonly permit: readonly string[] }>>;
const PERMITTED = new Map(
  Object.entries(incidents.purposes).map(([code, { kinds }]) => [
    code,
    Object.entries(kinds as Kinds).flatMap(([kind, { permit }]) =>
      permit.map((vehicle) => ({ kind, vehicle }) as Pick<Incident, 'kind' | 'vehicle'>),
    ),
  ]),
);

export function incidentInOrder(purpose: string, random: Chance): Incident {
  return {
    ...random.pick(PERMITTED.get(purpose) ?? []),
    ...{ occurred: { from: HAPPENED }, place: { city: 'Brighton' }, reportedBy: 'victim' },
    ...{ grade: 'felony', affirmed: true },
  };
}

const whole = (changes: { [name: string]: Json }): Json => ({
  ...{ kind: 'offense', occurred: { from: HAPPENED }, place: { county: 'Adams' }, vehicle: 'of_suspect' },
  ...{ reportedBy: 'dispatch', affirmed: true },
  ...changes,
});
const ROWS = INCIDENT_KINDS.flatMap((kind) => INCIDENT_VEHICLES.map((vehicle) => whole({ kind, vehicle })));

const ENDS: readonly Json[] = [
  ...around(NOW - 14 * DAY).map((from) => ({ from })),
  ...around(NOW - 14 * DAY).map((to) => ({ from: NOW - 16 * DAY, to })),
  ...around(NOW - DAY).map((to) => ({ from: NOW - 8 * DAY, to })),
  ...[NOW - 20 * DAY, HAPPENED].map((from) => ({ from, to: 'ongoing' })),
  { from: NOW },
];
const history = (changes: { [name: string]: Json }): Json => ({
  ...{ differs: false, otherPlates: 0, otherOfficers: 0, otherCases: 0, otherPurposes: 0 },
  ...changes,
});

export const INCIDENT_CHANGES: readonly Change[] = [
  { at: ['query.purpose.incident'], values: [undefined] },
  { at: ['query.purpose.incident'], values: ROWS },
  { at: ['query.purpose.incident.vehicle'], values: INCIDENT_VEHICLES },
  { at: ['query.purpose.incident.occurred'], values: ENDS },
  {
    at: ['query.purpose.incident.place'],
    values: [{ city: 'Aurora' }, { county: 'Denver' }, { state: 'WY' }, { state: 'NM' }],
  },
  { at: ['query.purpose.incident.reportedBy'], values: REPORTED_BY },
  { at: ['query.purpose.incident.reportedBy'], values: ['camera', 'other_agency'] },
  { at: ['query.purpose.incident.grade'], values: [undefined, ...GRADES] },
  { at: ['reporterIsEligible'], values: [undefined, true, false] },
  { at: ['query.purpose.justification'], values: [undefined, '', ' ', 'ab', 'taken from a driveway'] },
  {
    at: ['caseHistory'],
    values: [
      ...[undefined, history({}), history({ differs: true })],
      ...[1, 2, 3].flatMap((others) =>
        ['otherPlates', 'otherOfficers', 'otherCases', 'otherPurposes'].map((name) =>
          history({ [name]: others }),
        ),
      ),
    ],
  },
  { at: ['recordsHold'], values: [undefined, 'records_unanswered', 'records_contradicted'] },
  { at: ['limits.windowWithoutIncident'], values: [undefined, 'note', 'hold'] },
  {
    at: ['query.from'],
    values: around(
      ...[1, 2, 3, 7, 14].map((days) => HAPPENED - days * DAY),
      ...[7, 14, 30].map((days) => NOW - days * DAY),
      NOW - 30 * DAY - HOUR,
    ),
  },
  {
    at: ['findings'],
    values: ['deny', 'review', 'note'].flatMap((effect) =>
      ['unreadable', 'nothing_stated'].map((detail) => [{ code: 'purpose_vague', effect, detail }]),
    ),
  },
];
