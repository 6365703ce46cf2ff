import { describe, expect, test } from '@jest/globals';
import { DROP_DOWN_VALUES, mapDropDown } from '../../../../sharing-rules/terms/drop-down.ts';
import { findPurpose } from '../../../../sharing-rules/terms/purposes.ts';

/** Every value seen in partners' exports, with the first purpose it must map to. */
const VALUES: readonly (readonly [value: string, purpose: string])[] = [
  ['Motor Vehicle Theft/Stolen', 'stolen_vehicle'],
  ['Larceny/Theft Offenses', 'property_crime_felony'],
  ['Burglary/Breaking & Entering', 'property_crime_felony'],
  ['Drugs/Narcotics', 'drug_distribution'],
  ['Wanted Person (Arrest Warrant/Fugitive)', 'arrest_warrant'],
  ['Assault/Battery Offenses', 'violent_crime'],
  ['Traffic Infraction', 'traffic_infraction'],
  ['Stolen Property Offenses', 'property_crime_felony'],
  ['Assault/Battery Offenses (Domestic)', 'violent_crime'],
  ['Robbery', 'carjacking_robbery'],
  ['Hit and Run/Car Accident', 'hit_and_run'],
  ['Alcohol Offenses (Non-DUI)', 'other'],
  ['Financial Crime (Embezzlement/Fraud)', 'property_crime_felony'],
  ['Weapons Offense (Guns/Shots Fired)', 'violent_crime'],
  ['Missing/Endangered Person/Runaway', 'missing_endangered'],
  ['Criminal Motor Vehicle Offense (incl. Road Rage/Reckless)', 'impaired_or_criminal_driving'],
  ['Sex Offenses', 'violent_crime'],
  ['Obstructing the Police (Fleeing/Eluding)', 'impaired_or_criminal_driving'],
  ['Welfare Check', 'missing_endangered'],
  ['Destruction/Damage/Vandalism of Property', 'property_crime_felony'],
  ['Driving Under the Influence (DUI/DWI/OWI/OVI)', 'impaired_or_criminal_driving'],
  ['Homicide/Death Investigation', 'violent_crime'],
  ['Obstructing Justice', 'other'],
  ['Disorderly Conduct/Disturbance', 'other'],
  ['Threats/Harassment', 'violent_crime'],
  ['Child Abuse/Neglect', 'violent_crime'],
  ['Indecent Exposure/Lewd', 'other'],
  ['Kidnapping/Abduction', 'missing_endangered'],
  ['Pornography/Obscene Material', 'child_exploitation'],
  ['Arson', 'violent_crime'],
  ['Disturbing Public Peace/Riot', 'other'],
  ['Illegal Dumping/Littering', 'other'],
  ['Counterfeiting/Forgery', 'property_crime_felony'],
  ['Curfew/Loitering/Vagrancy Violations', 'other'],
  ['Prostitution', 'other'],
  ['Trespass', 'other'],
  ['Protective/Protection Order', 'domestic_protection_order'],
  ['Stalking', 'violent_crime'],
  ['Human Trafficking', 'human_trafficking'],
  ['Juvenile Delinquency', 'other'],
  ['Terrorism/Terroristic Threats', 'violent_crime'],
  ['City Planning/Traffic Analysis', 'city_planning'],
  ['Animal Offenses (cruelty/neglect)', 'other'],
  ['Material Witness', 'judicial_process'],
  ['Bribery', 'other'],
  ['Extortion/Blackmail', 'violent_crime'],
  ['Immigration (civil/administrative)', 'immigration_civil'],
  ['Immigration (criminal)', 'immigration_criminal'],
  ['Criminal Justice Purpose', 'other'],
  ['Auto Theft / VCD Investigation', 'stolen_vehicle'],
  ['Other', 'other'],
];

test('no listed value means approved and refused purposes at once', () => {
  for (const { value, purposes } of DROP_DOWN_VALUES) {
    expect([value, new Set(purposes.map(answerOf)).size]).toEqual([value, 1]);
  }
});

const answerOf = (code: string | undefined) => findPurpose(code ?? '')?.answer;

describe('drop-down values of partners', () => {
  test.each(VALUES)('`%s` means %s', (value, purpose) => {
    const { purposes, text } = mapDropDown(value);
    expect(purposes[0]).toBe(purpose);
    expect(text).toBeNull();
  });

  test('each maps to purposes of the list, of one answer', () => {
    for (const [value] of VALUES) {
      const answers = mapDropDown(value).purposes.map(answerOf);
      expect(answers).not.toContain(undefined);
      expect(new Set(answers).size).toBe(1);
    }
  });

  test('a value beside any prohibited one never leads to an approved purpose', () => {
    const prohibited = VALUES.filter(([, purpose]) => answerOf(purpose) === 'prohibited');
    expect(prohibited).toHaveLength(4);
    for (const [bad, purpose] of prohibited) {
      for (const [value] of VALUES) {
        for (const joined of [
          `${value}, ${bad}`,
          `${bad}, ${value}`,
          `${value} - text, ${bad}`,
          `${value} - ${bad}`,
        ])
          expect(mapDropDown(joined).purposes).toContain(purpose);
        expect(mapDropDown(`${value}, ${bad}`).purposes.map(answerOf)).not.toContain('approved');
      }
    }
  });

  test('several selected values give all their purposes', () => {
    const { purposes } = mapDropDown('Robbery, Motor Vehicle Theft/Stolen');
    expect(purposes).toEqual(['carjacking_robbery', 'stolen_vehicle', 'stolen_plate']);
  });

  test('free text is split off and kept, commas and dashes included', () => {
    expect(mapDropDown('Robbery - bank, 2 suspects - red truck')).toEqual({
      purposes: ['carjacking_robbery'],
      text: 'bank, 2 suspects - red truck',
    });
    expect(mapDropDown('Robbery - ')).toEqual({ purposes: ['carjacking_robbery'], text: null });
  });

  test('capitals and spaces do not matter', () => {
    expect(mapDropDown('  immigration  (CRIMINAL) ').purposes).toEqual(['immigration_criminal']);
  });

  test.each(['', 'Investigation', 'constructor', 'Robbery, Unheard-of'])('`%s` is not approved', (value) => {
    expect(mapDropDown(value).purposes).toEqual(['other']);
  });

  test('free text never adds a purpose', () => {
    expect(mapDropDown('Other - Robbery').purposes).toEqual(['other']);
    expect(mapDropDown('Arson - Robbery').purposes).toEqual(['violent_crime']);
  });

  test.each<[string, string[], string | null]>([
    ['robbery', ['carjacking_robbery'], null],
    ['  Hit   and Run/Car  Accident ', ['hit_and_run'], null],
    ['Welfarecheck', ['other'], null],
    ['', ['other'], null],
    [' - burglary', ['other'], 'burglary'],
    ['Robbery - armed,  two suspects ', ['carjacking_robbery'], 'armed, two suspects'],
    ['Robbery - armed - knife', ['carjacking_robbery'], 'armed - knife'],
    ['Robbery -  armed  ', ['carjacking_robbery'], 'armed'],
    ['Robbery - Traffic Infraction', ['traffic_infraction'], 'Traffic Infraction'],
    ['Robbery - Burglary/Breaking & Entering', ['carjacking_robbery'], 'Burglary/Breaking & Entering'],
    ['Robbery, Robbery', ['carjacking_robbery'], null],
  ])('`%s` means', (value, purposes, text) => {
    expect(mapDropDown(value)).toEqual({ purposes, text });
  });
});
