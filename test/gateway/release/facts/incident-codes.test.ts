/** Under what an incident is remembered: hashes that say nothing of case, plate or officer. */
import { describe, expect, test } from '@jest/globals';
import { incidentCodesOf } from '../../../../gateway/release/facts/incident-codes.ts';
import { codesOf, DAY, type Facts, NOW, queryOf } from './incidents.ts';

const hex = (code: Buffer) => code.toString('hex');
const statedOf = (facts: Facts) => hex(codesOf(facts).stated);

describe('what a case is bound to', () => {
  test('is one for the agency, however its number is hyphened, and another for each agency', () => {
    const bound = (facts: Facts) => hex(codesOf(facts).bound);
    expect(bound({ purpose: { caseNumber: '20264711' } })).toBe(bound({}));
    expect(bound({ officer: 'd-2002', plate: 'XYZ789' })).toBe(bound({}));
    expect(bound({ agencyId: 8 })).not.toBe(bound({}));
    expect(bound({ purpose: { caseNumber: '2026-4712' } })).not.toBe(bound({}));
  });

  test('are kind, offense and place; not the vehicle, who reported it, or the grade', () => {
    const robbery = { offense: { system: 'nibrs', code: '120' } } as const;
    const violent = (code: string) =>
      ({ code: 'carjacking_robbery', offense: { system: 'nibrs', code } }) as const;
    expect(statedOf({ purpose: violent('120') })).toBe(
      statedOf({ purpose: { code: 'violent_crime', ...robbery } }),
    );
    expect(statedOf({ incident: { place: { city: 'Aurora' } } })).not.toBe(statedOf({}));
    expect(statedOf({ incident: { place: { county: 'Adams' } } })).not.toBe(statedOf({}));
    const same = { vehicle: 'of_suspect', reportedBy: 'officer', grade: 'felony' } as const;
    expect(statedOf({ incident: same })).toBe(statedOf({}));
    const order = { code: 'domestic_protection_order', offense: { system: 'nibrs', code: '13A' } } as const;
    const ofSuspect = { vehicle: 'of_suspect' } as const;
    expect(statedOf({ purpose: order, incident: { ...ofSuspect, kind: 'order_violation' } })).not.toBe(
      statedOf({ purpose: order, incident: ofSuspect }),
    );
  });

  test('a statute is one, however it is cited', () => {
    const cited = (code: string) => statedOf({ purpose: { offense: { system: 'crs', code } } });
    expect(cited('C.R.S. § 18-4-409(2)(a)')).toBe(cited('18-4-409'));
    expect(cited('18-4-409.5')).not.toBe(cited('18-4-409'));
  });
});

describe('what is counted', () => {
  test('are plates and officers of a case for 30 days, cases and purposes of a plate for 14', () => {
    expect(Object.fromEntries(codesOf().sets.map(({ counts, days }) => [counts, days]))).toEqual({
      ...{ otherPlates: 30, otherOfficers: 30 },
      ...{ otherCases: 14, otherPurposes: 14 },
    });
  });

  test('takes a plate as a camera misreads it for the same plate', () => {
    const plates = (plate: string) =>
      codesOf({ plate }).sets.map(({ member, scope }) => hex(scope) + hex(member));
    expect(plates('ABO123')).toEqual(plates('AB0123'));
    expect(plates('ABX123')).not.toEqual(plates('AB0123'));
  });

  test('of an area query are the officers of its case alone', () => {
    const { plate: _, ...query } = queryOf();
    const area = { ...query, area: { cameras: ['cam-1'] } };
    const codes = incidentCodesOf(area, { agencyId: 7, officer: 'd-1001' }, () => Buffer.alloc(32));
    expect(codes?.sets.map(({ counts }) => counts)).toEqual(['otherOfficers']);
  });
});

test('nothing is remembered of what is not told: no incident, no case, two facts that clash, a refused purpose', () => {
  const { incident, ...wordsOnly } = queryOf().purpose;
  const { caseNumber, ...caseless } = queryOf().purpose;
  const clashing = { ...queryOf().purpose, incident: { ...incident, vehicle: 'of_victim' } };
  const refused = { ...queryOf().purpose, code: 'immigration_civil' };
  for (const purpose of [wordsOnly, caseless, clashing, refused]) {
    const query = { ...queryOf(), purpose } as ReturnType<typeof queryOf>;
    expect(incidentCodesOf(query, { agencyId: 7, officer: 'd-1001' }, () => Buffer.alloc(32))).toBeNull();
  }
  expect(codesOf({ incident: { occurred: { from: NOW - DAY } } }).occurred).toEqual({ from: NOW - DAY });
});
