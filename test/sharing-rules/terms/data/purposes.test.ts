import { describe, expect, test } from '@jest/globals';
import happened from '../../../../sharing-rules/narrative/vocabulary/events.json' with { type: 'json' };
import fitting from '../../../../sharing-rules/narrative/vocabulary/purpose-events.json' with {
  type: 'json',
};
import { findOffense, OFFENSES } from '../../../../sharing-rules/terms/offenses.ts';
import { findPurpose, PURPOSES, type PurposeRule } from '../../../../sharing-rules/terms/purposes.ts';
import type { OffenseSystem } from '../../../../sharing-rules/terms/query.ts';

function purpose(code: string): PurposeRule {
  const rule = findPurpose(code);
  if (!rule) throw new Error(`no purpose \`${code}\``);
  return rule;
}

function covers(code: string, system: OffenseSystem, offense: string): boolean {
  const found = findOffense({ system, code: offense });
  if (!found) throw new Error(`no offense \`${system} ${offense}\``);
  return purpose(code).covers(found);
}

const approved = PURPOSES.filter(({ answer }) => answer === 'approved');
const refused = PURPOSES.filter(({ answer }) => answer !== 'approved');

describe('the list of purposes', () => {
  test('holds each code once, with a title and the clause that approves or refuses it', () => {
    expect(new Set(PURPOSES.map(({ code }) => code)).size).toBe(PURPOSES.length);
    for (const { code, title, clause } of PURPOSES) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(title).not.toBe('');
      expect(clause).toMatch(/Policy 420|C\.R\.S\./);
    }
  });

  test('names families of words that there are, and is named by its codes where a purpose is out of character', () => {
    const families = Object.keys(happened.families).flatMap((names) => names.split(' '));
    const ofPurposes = PURPOSES.flatMap(({ events }) => [...(events ?? [])]);
    const strange = Object.values(fitting.outOfCharacter);
    expect(ofPurposes.length).toBeGreaterThan(0);
    for (const family of [...ofPurposes, ...strange.flatMap(({ events }) => events)]) {
      expect(families).toContain(family);
    }
    for (const code of strange.flatMap(({ purposes }) => purposes))
      expect(purpose(code).answer).toBe('approved');
  });

  test.each([
    ...[
      'immigration_civil',
      'immigration_criminal',
      'traffic_infraction',
      'parking',
      'personal',
      'mass_export',
    ],
    ...[
      'expired_registration_or_license',
      'protected_activity',
      'reproductive_or_gender_care',
      'city_planning',
    ],
    ...['civil_debt_repossession', 'process_service', 'employment_screening'],
  ])('%s is prohibited', (code) => {
    expect(purpose(code).answer).toBe('prohibited');
  });

  test.each(['training', 'training_or_demo', 'owner_audit', 'other'])('%s is not approved', (code) => {
    expect(purpose(code).answer).toBe('not_approved');
  });

  test.each(['', 'STOLEN_VEHICLE', 'stolen_vehicle ', '__proto__', 'immigration'])(
    '`%s` is not on it',
    (code) => {
      expect(findPurpose(code)).toBeUndefined();
    },
  );
});

describe('what a purpose needs', () => {
  test('every approved purpose needs a case number and a justification', () => {
    for (const { needs } of approved) expect(needs).toMatchObject({ caseNumber: true, justification: true });
  });

  test.each([
    ['offense', ['violent_crime', 'arrest_warrant']],
    ['judicialProcess', ['arrest_warrant', 'judicial_process']],
    ['supervisor', ['exigent_life_safety']],
  ] as const)('only the purposes that must state it need: %s', (need, codes) => {
    expect(approved.filter(({ needs }) => needs[need]).map(({ code }) => code)).toEqual(codes);
  });

  test('discovery is for prosecutors; any eligible class may state the others', () => {
    expect(approved.filter(({ classes }) => classes).map(({ code }) => code)).toEqual([
      'prosecution_discovery',
    ]);
    expect(purpose('prosecution_discovery').classes).toEqual(new Set(['prosecutor']));
  });

  test('drug distribution and judicial process are always held for review', () => {
    const held = approved.filter(({ review }) => review).map(({ code }) => code);
    expect(held).toEqual(['drug_distribution', 'judicial_process']);
  });
});

describe('which offenses a purpose covers', () => {
  test.each([
    ['stolen_vehicle', 'nibrs', ['240', '280']],
    ['stolen_vehicle', 'ncic', ['2401', '2404', '2411', '2499']],
    ['stolen_plate', 'nibrs', ['23G', '23H', '280']],
    ['stolen_plate', 'ncic', ['2304']],
    ['carjacking_robbery', 'nibrs', ['120']],
    ['carjacking_robbery', 'ncic', ['1201', '1212', '1299']],
    ['violent_crime', 'nibrs', ['09A', '09B', '11A', '11D', '13A', '13B', '100', '200', '520', '521', '526']],
    ['domestic_protection_order', 'ncic', ['5016']],
    ['domestic_protection_order', 'crs', ['18-6-803.5', '18-3-602']],
    ['human_trafficking', 'nibrs', ['64A', '64B', '40B']],
    ['child_exploitation', 'nibrs', ['370', '11A', '36B']],
    ['missing_endangered', 'nibrs', ['90I', '100']],
    ['hit_and_run', 'ncic', ['5401']],
    ['hit_and_run', 'crs', ['42-4-1601', '42-4-1602', '42-4-1603']],
    ['impaired_or_criminal_driving', 'nibrs', ['90D']],
    ['impaired_or_criminal_driving', 'crs', ['18-9-116.5', '42-4-1413', '18-3-106', '18-3-205', '42-4-1401']],
    ['property_crime_felony', 'nibrs', ['220', '23A', '23C', '250', '26A', '26H', '270', '290']],
    ['drug_distribution', 'nibrs', ['35A']],
  ] as const)('%s covers %s %j', (code, system, offenses) => {
    for (const offense of offenses) expect([offense, covers(code, system, offense)]).toEqual([offense, true]);
  });

  test.each([
    ['stolen_vehicle', 'nibrs', '35A'],
    ['violent_crime', 'nibrs', '240'],
    ['human_trafficking', 'nibrs', '30C'],
    ['drug_distribution', 'ncic', '3532'],
    ['drug_distribution', 'crs', '18-18-403.5'],
    ['hit_and_run', 'ncic', '5499'],
    ['missing_endangered', 'nibrs', '240'],
  ] as const)('%s does not cover %s %s', (code, system, offense) => {
    expect(covers(code, system, offense)).toBe(false);
  });

  test('no purpose but a court order covers a prohibited or an insufficient code', () => {
    const unfit = OFFENSES.filter(({ kind }) => kind !== 'ordinary' && kind !== 'review');
    for (const rule of approved.filter(({ code }) => code !== 'judicial_process'))
      expect(unfit.filter((offense) => rule.covers(offense))).toEqual([]);
  });

  test('an arrest warrant, a danger to life and discovery cover every other code', () => {
    const fit = OFFENSES.filter(({ kind }) => kind === 'ordinary' || kind === 'review');
    for (const code of ['arrest_warrant', 'exigent_life_safety', 'prosecution_discovery'])
      expect(fit.every((offense) => purpose(code).covers(offense))).toBe(true);
  });

  test('a court order covers everything but protected health care', () => {
    const left = OFFENSES.filter((offense) => !purpose('judicial_process').covers(offense));
    expect(new Set(left.map(({ kind }) => kind))).toEqual(new Set(['protected_health']));
  });

  test('a refused purpose covers nothing', () => {
    for (const rule of refused) expect(OFFENSES.filter((offense) => rule.covers(offense))).toEqual([]);
  });

  test('every purpose that lists offenses has some', () => {
    const listing = approved.filter((rule) => OFFENSES.some((offense) => rule.covers(offense)));
    expect(listing).toHaveLength(approved.length);
  });
});
