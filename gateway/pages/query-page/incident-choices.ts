/** Lists what an officer chooses from to state an incident: the contract's words and the page's names. */
import { CITIES, COUNTIES, OTHER_STATES, placeText } from '../../../sharing-rules/incident/places.ts';
import { HOLDS } from '../../../sharing-rules/incident/table.ts';
import {
  GRADES,
  type Grade,
  INCIDENT_KINDS,
  INCIDENT_VEHICLES,
  type IncidentKind,
  type IncidentPlace,
  type IncidentVehicle,
  REPORTED_BY,
  type ReportedBy,
} from '../../../sharing-rules/terms/incident.ts';
import { OFFENSES, type OffenseRule } from '../../../sharing-rules/terms/offenses.ts';
import type { OffenseSystem } from '../../../sharing-rules/terms/query.ts';
import { UNITED_STATES } from '../../../sharing-rules/terms/states.ts';
import type { Choice } from '../layout/fields.tsx';
import OFFENSE_WORDS from './offense-words.json' with { type: 'json' };

const KINDS: Readonly<Record<IncidentKind, string>> = {
  offense: 'a crime (choose the offense below)',
  missing_person: 'a person is missing',
  endangered_person: 'a person is in danger',
  warrant: 'a judge has issued an arrest warrant',
  order_violation: 'a protection order was violated',
};

const VEHICLES: Readonly<Record<IncidentVehicle, string>> = {
  stolen: 'stolen',
  plate_stolen: 'with a stolen plate',
  of_suspect: 'of a suspect',
  of_victim: 'of the victim',
  of_missing_person: 'of the missing or endangered person',
  of_wanted_person: 'of the wanted person',
  at_scene: 'one that was seen at the scene',
};

const REPORTERS: Readonly<Record<ReportedBy, string>> = {
  victim: 'the victim, family or caller',
  witness: 'a witness',
  officer: 'an officer',
  dispatch: 'dispatch',
  other_agency: 'another agency',
  camera: 'a camera',
};

const GRADE_NAMES: Readonly<Record<Grade, string>> = { felony: 'felony', misdemeanor: 'misdemeanor' };

const SYSTEMS: Readonly<Record<OffenseSystem, string>> = {
  nibrs: 'NIBRS',
  crs: 'Colorado Revised Statutes',
  ncic: 'NCIC',
};

function choicesOf<T extends string>(
  values: readonly T[],
  names: Readonly<Record<T, string>>,
): readonly Choice[] {
  return values.map((value) => ({ value, name: names[value] }));
}

export const KIND_CHOICES = choicesOf(INCIDENT_KINDS, KINDS);
export const VEHICLE_CHOICES = choicesOf(INCIDENT_VEHICLES, VEHICLES);
export const REPORTER_CHOICES = choicesOf(REPORTED_BY, REPORTERS);
export const GRADE_CHOICES = choicesOf(GRADES, GRADE_NAMES);

const PLACES: readonly (readonly [group: string, readonly IncidentPlace[]])[] = [
  ['Cities', CITIES.map((city) => ({ city }))],
  ['Counties', COUNTIES.map((county) => ({ county }))],
  ['Other states', OTHER_STATES.map((state) => ({ state }))],
];

/** The places by what the form calls them. */
export const PLACE_BY_VALUE: ReadonlyMap<string, IncidentPlace> = new Map(
  PLACES.flatMap(([, places]) => places.map((place) => [placeText(place), place] as const)),
);

const STATE_NAMES: ReadonlyMap<string, string> = new Map(UNITED_STATES);

export const PLACE_CHOICES: readonly Choice[] = PLACES.flatMap(([group, places]) =>
  places.map((place) => {
    const value = placeText(place);
    return { value, name: STATE_NAMES.get(value) ?? value, group };
  }),
);

/** The hold for an offense that may be a misdemeanor: a person looks unless it is stated to be a felony. */
const GRADED = HOLDS.find(({ exceptGrade }) => exceptGrade === 'felony');
export const GRADED_PURPOSES: readonly string[] = GRADED?.purposes ?? [];

const isGraded = ({ code, system }: OffenseRule) =>
  GRADED?.offenses?.[system].some((begin) => code.startsWith(begin)) ?? false;

/** Officers' words for an offense, by its value, if its name differs. */
const WORDS: ReadonlyMap<string, string> = new Map(
  OFFENSE_WORDS.flatMap(({ offenses, words }) => offenses.map((value) => [value, words] as const)),
);

/** The offenses that a query may rest on, by name; `mark` tells the form which may be misdemeanors. */
export const OFFENSE_CHOICES: readonly Choice[] = (Object.keys(SYSTEMS) as OffenseSystem[]).flatMap(
  (system) =>
    OFFENSES.filter((one) => one.system === system && (one.kind === 'ordinary' || one.kind === 'review'))
      .toSorted((a, b) => a.title.localeCompare(b.title, 'en'))
      .map((one) => {
        const value = `${system}:${one.code}`;
        return {
          ...{ value, name: `${one.title} (${one.code})`, group: SYSTEMS[system], words: WORDS.get(value) },
          ...(isGraded(one) ? { mark: 'graded' } : {}),
        };
      }),
);
