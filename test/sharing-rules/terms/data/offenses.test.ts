import { describe, expect, test } from '@jest/globals';
import { findOffense, OFFENSES } from '../../../../sharing-rules/terms/offenses.ts';
import { PURPOSES } from '../../../../sharing-rules/terms/purposes.ts';
import type { OffenseSystem } from '../../../../sharing-rules/terms/query.ts';

const kindOf = (system: OffenseSystem, code: string) => findOffense({ system, code })?.kind;

const codesOf = (system: OffenseSystem, start: string) =>
  OFFENSES.filter((offense) => offense.system === system && offense.code.startsWith(start));

describe('prohibited offenses', () => {
  test.each(['30A', '30B', '30C', '30D', '49C'])('NIBRS %s is an immigration offense', (code) => {
    expect(kindOf('nibrs', code)).toBe('immigration');
  });

  test('every NCIC code of the immigration group is an immigration offense', () => {
    const group = codesOf('ncic', '03');
    expect(group).toHaveLength(4);
    expect(group.every(({ kind }) => kind === 'immigration')).toBe(true);
  });

  test.each(['8003', '8004', '8005'])('NCIC %s, a status under immigration law, is one too', (code) => {
    expect(kindOf('ncic', code)).toBe('immigration');
  });

  test.each([
    '8 U.S.C. 1325',
    '8 USC § 1326(b)',
    '8-1326',
    '8USC1324',
    '8 CFR 287.7',
    '24-76.6-101',
    '24-76.6',
    '8 U.S. Code 1301',
    '8 United States Code, section 1253',
    'Title VIII, § 1304(e)',
    'title 8 section 1325',
    'section 1306(a) of title 8',
    '8:1324',
    'USC 1305',
    'INA 275',
    'I.N.A. § 264(e)',
    '18 USC 1546',
    '18 U.S.C. § 1546(a)',
    'Title 18, U.S.C., Section 1546',
    '18:1546',
    'USC 18 1546',
  ])('federal immigration law written as a statute is recognized: %s', (code) => {
    expect(kindOf('crs', code)).toBe('immigration');
  });

  test.each([
    '18 USC 1028A',
    '18 U.S.C. § 1028A(a)(1)',
    'title 18, section 1028A',
    '18:1028A',
    'section 1028A(a) of title 18',
  ])('aggravated identity theft, also charged in immigration cases, is held: %s', (code) => {
    expect(findOffense({ system: 'crs', code })).toMatchObject({
      kind: 'review',
      purposes: new Set(['property_crime_felony']),
    });
  });

  test.each(['18 USC 1028', '18 USC 2113', '18-1-546', '8-1-101', '18-4-1546', 'USC 2119', '18 USC 15461'])(
    'another law is none of them: %s',
    (code) => {
      expect(findOffense({ system: 'crs', code })).toBeUndefined();
    },
  );

  test('every NCIC code of the abortion group is protected health care', () => {
    const group = codesOf('ncic', '14');
    expect(group).toHaveLength(5);
    expect(group.every(({ kind }) => kind === 'protected_health')).toBe(true);
  });

  test.each(['12-30-121', '25-6-403'])('C.R.S. %s is protected health care', (code) => {
    expect(kindOf('crs', code)).toBe('protected_health');
  });

  test('NCIC 5499 is minor traffic, while hit and run and impaired driving are not', () => {
    expect(kindOf('ncic', '5499')).toBe('minor_traffic');
    for (const code of ['5401', '5403', '5404']) expect(kindOf('ncic', code)).toBe('ordinary');
  });

  test('a Title 42 statute is an infraction unless it is listed as a crime', () => {
    for (const code of ['42-4-1101', '42-3-202', '42-2-138', '42-4-1101(1)(b)', '42-4-1409.5'])
      expect(kindOf('crs', code)).toBe('minor_traffic');
    for (const code of ['42-4-1301', '42-4-1413', '42-4-1601', '42-4-1602', '42-4-1603'])
      expect(kindOf('crs', code)).toBe('ordinary');
    expect(kindOf('crs', '42-4-1401')).toBe('review');
  });

  test('no prohibited or insufficient code lists a purpose', () => {
    const listing = OFFENSES.filter(
      ({ kind, purposes }) => !['ordinary', 'review'].includes(kind) && purposes.size,
    );
    expect(listing).toEqual([]);
  });
});

describe('codes that say too little', () => {
  test('NIBRS 90Z, which gathers immigration and traffic, is never sufficient', () => {
    expect(kindOf('nibrs', '90Z')).toBe('insufficient');
  });

  test.each(['23C', '13C', '90K', '49B'])('NIBRS %s is held for review', (code) => {
    expect(kindOf('nibrs', code)).toBe('review');
  });

  test('offenses about assembly and sovereignty are held for review or insufficient, never ordinary', () => {
    const offenses = [...codesOf('ncic', '01'), ...codesOf('ncic', '53')];
    expect(offenses).toHaveLength(18);
    expect(offenses.filter(({ kind }) => kind === 'ordinary')).toEqual([]);
  });
});

describe('looking up an offense', () => {
  test.each(['18-4-409', 'C.R.S. § 18-4-409(2)(a)', 'crs 18-4-409'])(
    'finds the statute behind `%s`',
    (code) => {
      expect(findOffense({ system: 'crs', code })?.purposes).toEqual(new Set(['stolen_vehicle']));
    },
  );

  test.each([
    ['nibrs', '99X'],
    ['nibrs', '2404'],
    ['nibrs', ''],
    ['nibrs', '09a'],
    ['ncic', '240'],
    ['ncic', '__proto__'],
    ['crs', '18-99-1'],
    ['crs', '42-banana'],
    ['crs', 'constructor'],
  ] as const)('does not know %s `%s`', (system, code) => {
    expect(findOffense({ system, code })).toBeUndefined();
  });

  test('does not know a code of an unknown system', () => {
    expect(findOffense({ system: 'ndex' as OffenseSystem, code: '240' })).toBeUndefined();
  });

  test('each code stands once in its table', () => {
    const keys = OFFENSES.map(({ system, code }) => `${system} ${code}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(640);
  });

  test('each listed purpose is an approved one, and each kind is known', () => {
    const approved = new Set(PURPOSES.filter(({ answer }) => answer === 'approved').map(({ code }) => code));
    const kinds = ['ordinary', 'review', 'insufficient', 'immigration', 'minor_traffic', 'protected_health'];
    for (const { purposes, kind } of OFFENSES) {
      expect([...purposes].filter((code) => !approved.has(code))).toEqual([]);
      expect(kinds).toContain(kind);
    }
  });

  test.each([
    ' 18-4-409 ',
    '18-4-409(2)(a)',
    '18-4-409 (2) (a) and (b)',
    '18-4-409(2)(a.5)(XIV)',
    '18-4-409 (1.5), (3) & (aa)',
    '18-4-409(4)(b)(iii)(F5)',
    '18-4-409 (DM2)',
    'C.R.S. 18-4-409',
    'crs 18-4-409',
    'C.R.S. § 18-4-409(1)',
    '§18-4-409',
  ])('a statute is known however it is cited: `%s`', (code) => {
    expect(findOffense({ system: 'crs', code })).toMatchObject({ system: 'crs', code: '18-4-409' });
  });

  test.each([
    ...['18-4-409 (ICE detainer)', '18-4-409(for ICE/ERO)', '§ 18-4-409 (deport)', '18-4-409 (my ex wife)'],
    ...[
      '18-4-409(ICE)',
      '18-4-409 (2) (ERO)',
      '18-4-409(HSI)(2)',
      '18-4-409 (ex)',
      '18-4-409(',
      '18-4-409()',
    ],
    ...['18-4-409(2)(a', '18-4-409(2) ice', '18-4-409 and', '18-4-409(2a)', '18-4-409(ab)', '18-4-409(F7)'],
  ])('what stands behind a statute is its subsection, or it is none: `%s`', (code) => {
    expect(findOffense({ system: 'crs', code })).toBeUndefined();
  });

  test.each(['18-4-409 CRS', 'x18-4-409', '18-4-409x'])(
    'what only contains a statute is none: `%s`',
    (code) => {
      expect(findOffense({ system: 'crs', code })).toBeUndefined();
    },
  );

  test('each rule names its system, those known by their place too', () => {
    expect(findOffense({ system: 'nibrs', code: '240' })?.system).toBe('nibrs');
    expect(findOffense({ system: 'ncic', code: '2404' })?.system).toBe('ncic');
    expect(findOffense({ system: 'crs', code: '42-4-9999' })).toMatchObject({
      system: 'crs',
      code: '42-4-9999',
    });
  });
});
