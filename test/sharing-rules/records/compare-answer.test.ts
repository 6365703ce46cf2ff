/** What a records office finds in a case against what the query stated. */
import { describe, expect, test } from '@jest/globals';
import { compareAnswer, type RecordsAnswer } from '../../../sharing-rules/records/compare-answer.ts';
import { areOneFamily } from '../../../sharing-rules/records/offense-family.ts';
import type { Incident } from '../../../sharing-rules/terms/incident.ts';
import type { Offense, Purpose, Query } from '../../../sharing-rules/terms/query.ts';

const STOLEN = { system: 'nibrs', code: '240' } as const;
const at = (time: string) => Date.parse(time);

function asked(
  incident: Partial<Incident> = {},
  purpose: Partial<Purpose> = {},
): Pick<Query, 'plate' | 'purpose'> {
  return {
    plate: { number: 'ZZA123', match: 'exact' },
    purpose: {
      ...{ code: 'stolen_vehicle', caseNumber: 'CR-2026-0142', offense: STOLEN },
      incident: {
        ...{ kind: 'offense', occurred: { from: at('2026-11-20T03:00:00Z') }, place: { city: 'Brighton' } },
        ...{ vehicle: 'stolen', reportedBy: 'victim', affirmed: true },
        ...incident,
      } as Incident,
      ...purpose,
    },
  };
}

const inTheCase = (changes: Partial<RecordsAnswer> = {}): RecordsAnswer => ({
  ...{ caseExists: true, offense: STOLEN, date: '2026-11-19', plateNamed: true },
  ...changes,
});

describe('an answer', () => {
  test('that bears the query out differs in nothing', () => {
    expect(compareAnswer(asked(), inTheCase())).toEqual([]);
    expect(compareAnswer(asked(), { caseExists: true, plateNamed: true })).toEqual([]);
  });

  test('names each fact that the case has otherwise', () => {
    const other = inTheCase({
      offense: { system: 'nibrs', code: '13B' },
      date: '2026-10-01',
      plateNamed: false,
    });
    expect(compareAnswer(asked(), other)).toEqual(['offense_differs', 'date_differs', 'plate_not_named']);
    expect(compareAnswer(asked(), inTheCase({ offense: null }))).toEqual(['offense_differs']);
  });

  test('names a lesser offense of the same family, for which a person would have looked', () => {
    const nibrs = (code: string) => ({ system: 'nibrs', code }) as const;
    const harassment = { system: 'crs', code: '18-9-111' } as const;
    const assaulted = (code: string) =>
      asked({ grade: 'felony', vehicle: 'of_suspect' }, { code: 'violent_crime', offense: nibrs(code) });
    const found = (offense: Offense, stated: string) =>
      compareAnswer(assaulted(stated), inTheCase({ offense }));
    for (const lesser of [nibrs('13B'), nibrs('13C'), harassment])
      expect(found(lesser, '13A')).toEqual(['offense_differs']);
    expect(found(harassment, '09A')).toEqual(['offense_differs']);
    expect(found(nibrs('13A'), '13A')).toEqual([]);
    expect(found(nibrs('13B'), '13B')).toEqual([]);
    expect(found(nibrs('13A'), '13B')).toEqual([]);
  });

  test('that there is no such case says nothing else', () => {
    expect(compareAnswer(asked(), inTheCase({ caseExists: false, plateNamed: false }))).toEqual([
      'case_missing',
    ]);
  });

  test.each([
    ['2026-11-18', []],
    ['2026-11-21', []],
    ['2026-11-17', ['date_differs']],
    ['2026-11-22', ['date_differs']],
  ])('of %s about 20 November, 3 in the morning UTC', (date, differences) => {
    expect(compareAnswer(asked(), inTheCase({ date }))).toEqual(differences);
  });

  test('is held against the whole time that an incident lasted, or still lasts', () => {
    const lasted = { occurred: { from: at('2026-11-20T03:00:00Z'), to: at('2026-11-25T03:00:00Z') } };
    expect(compareAnswer(asked(lasted), inTheCase({ date: '2026-11-25' }))).toEqual([]);
    const goesOn = {
      kind: 'missing_person',
      occurred: { from: at('2026-11-20T03:00:00Z'), to: 'ongoing' },
    } as const;
    expect(compareAnswer(asked(goesOn), inTheCase({ date: '2026-12-20' }))).toEqual([]);
    expect(compareAnswer(asked(goesOn), inTheCase({ date: '2026-11-01' }))).toEqual(['date_differs']);
  });

  test('of a missing person needs no offense, and of words alone only the case and the plate are compared', () => {
    const missing = asked(
      { kind: 'missing_person' },
      { code: 'missing_endangered', offense: { system: 'nibrs', code: '90I' } },
    );
    expect(compareAnswer(missing, inTheCase({ offense: null }))).toEqual([]);
    const { incident: _, offense: __, ...words } = asked().purpose;
    const inWords = { ...asked(), purpose: { ...words, justification: 'sedan stolen overnight' } };
    expect(compareAnswer(inWords, inTheCase({ date: '2020-01-01' }))).toEqual([]);
    expect(compareAnswer(inWords, inTheCase({ plateNamed: false }))).toEqual(['plate_not_named']);
  });

  test('names no plate where an area was asked for', () => {
    const { purpose } = asked();
    expect(compareAnswer({ purpose }, inTheCase({ plateNamed: false }))).toEqual([]);
  });
});

describe('two offenses are of one family', () => {
  const offense = (text: string): Offense => {
    const [system = ''] = text.split(' ');
    return { system: system as Offense['system'], code: text.slice(system.length + 1) };
  };

  test.each([
    ['nibrs 240', 'ncic 2404'],
    ['nibrs 240', 'crs 18-4-409'],
    ['nibrs 23F', 'nibrs 23H'],
    ['nibrs 13A', 'ncic 1313'],
    ['nibrs 120', 'crs 18-4-302'],
    ['crs 18-4-409', 'crs C.R.S. § 18-4-409(2)(a)'],
  ])('%s and %s', (one, other) => {
    expect([areOneFamily(offense(one), offense(other)), areOneFamily(offense(other), offense(one))]).toEqual([
      true,
      true,
    ]);
  });

  test.each([
    ['nibrs 240', 'nibrs 23H'],
    ['nibrs 240', 'crs 42-4-1402'],
    ['nibrs 90D', 'nibrs 90I'],
    ['ncic 2404', 'ncic 5499'],
    ['crs 18-4-409', 'crs 18-99-999'],
  ])('%s and %s are not', (one, other) => {
    expect([areOneFamily(offense(one), offense(other)), areOneFamily(offense(other), offense(one))]).toEqual([
      false,
      false,
    ]);
  });
});
