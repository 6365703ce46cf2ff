/** What happened in an honest case, as its officers state it. */
import type { Incident } from '../../sharing-rules/terms/incident.ts';
import type { Offense, Purpose } from '../../sharing-rules/terms/query.ts';
import { HOUR } from './asked.ts';

type Facts = Pick<Incident, 'kind' | 'vehicle' | 'reportedBy'> &
  Partial<Pick<Incident, 'grade' | 'occurred'>>;

const of = (vehicle: Incident['vehicle'], reportedBy: Incident['reportedBy']): Facts => ({
  kind: 'offense',
  ...{ vehicle, reportedBy },
});

const BY_PURPOSE: Readonly<Record<string, Facts>> = {
  stolen_vehicle: of('stolen', 'victim'),
  stolen_plate: of('plate_stolen', 'victim'),
  carjacking_robbery: of('of_suspect', 'witness'),
  violent_crime: of('of_suspect', 'witness'),
  missing_endangered: { kind: 'missing_person', vehicle: 'of_missing_person', reportedBy: 'dispatch' },
  hit_and_run: of('of_suspect', 'camera'),
  property_crime_felony: { ...of('of_suspect', 'witness'), grade: 'felony' },
  impaired_or_criminal_driving: of('of_suspect', 'officer'),
  human_trafficking: of('of_suspect', 'officer'),
  exigent_life_safety: { kind: 'endangered_person', vehicle: 'of_missing_person', reportedBy: 'dispatch' },
};

const HIT_AND_RUN: Offense = { system: 'ncic', code: '5401' };
/** Of these, one line of words is needed beside the incident. */
const WITH_WORDS: readonly string[] = ['human_trafficking', 'exigent_life_safety'];

/** The purpose with its incident in place of its words, where they are not needed. @param from when it happened */
export function toldByChoosing({ justification, ...purpose }: Purpose, from: number): Purpose {
  const facts = BY_PURPOSE[purpose.code] as Facts;
  const goesOn = facts.kind !== 'offense';
  return {
    ...purpose,
    ...(purpose.code === 'hit_and_run' ? { offense: HIT_AND_RUN } : {}),
    ...(justification !== undefined && WITH_WORDS.includes(purpose.code) ? { justification } : {}),
    incident: {
      occurred: goesOn ? { from, to: 'ongoing' } : { from, to: from + HOUR / 2 },
      ...{ place: { city: 'Aurora' }, affirmed: true },
      ...facts,
    },
  };
}
