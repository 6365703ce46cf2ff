/** What is counted of a case and a plate, by what was released or held before, in this batch too. */
import { describe, expect, test } from '@jest/globals';
import { CaseHistories } from '../../../../gateway/release/facts/case-histories.ts';
import type { Occurred } from '../../../../sharing-rules/terms/incident.ts';
import { codesOf, DAY, type Facts, HOUR, NOW } from './incidents.ts';

const FRESH = { differs: false, otherPlates: 0, otherOfficers: 0, otherCases: 0, otherPurposes: 0 };

/** As what earlier queries of a batch leave behind. */
function after(...queries: readonly Facts[]): CaseHistories {
  const histories = new CaseHistories();
  for (const facts of queries) histories.use(codesOf(facts));
  return histories;
}

/** As it is read again at the next batch. */
function readAgain(histories: CaseHistories): CaseHistories {
  return new CaseHistories(histories.added);
}

describe.each([
  ['within one batch', (histories: CaseHistories) => histories],
  ['in the next batch', readAgain],
])('%s', (_, then) => {
  const told = (before: readonly Facts[], facts: Facts) => then(after(...before)).of(codesOf(facts));

  test('the first query of a case and a plate finds nothing, and itself counts for nothing', () => {
    expect(told([], {})).toEqual(FRESH);
    expect(told([{}, {}], {})).toEqual(FRESH);
  });

  test('other plates and other officers of the case add up', () => {
    const plates = ['XYZ1', 'XYZ2', 'XYZ3'].map((plate) => ({ plate }));
    expect(told(plates, {})).toEqual({ ...FRESH, otherPlates: 3 });
    expect(told(plates, { plate: 'XYZ1' })).toEqual({ ...FRESH, otherPlates: 2 });
    const officers = ['d-2', 'd-3'].map((officer) => ({ officer }));
    expect(told(officers, {})).toEqual({ ...FRESH, otherOfficers: 2 });
  });

  test('other cases and other purposes of the plate do', () => {
    const other = { purpose: { caseNumber: '2026-9999' } };
    expect(told([other], {})).toEqual({ ...FRESH, otherCases: 1 });
    const robbery = { code: 'carjacking_robbery', offense: { system: 'nibrs', code: '120' } } as const;
    expect(told([{ purpose: { ...robbery, caseNumber: '2026-9999' } }], {})).toEqual({
      ...FRESH,
      ...{ otherCases: 1, otherPurposes: 1 },
    });
  });

  test('another agency’s case and plate are its own', () => {
    expect(
      told(
        [
          { agencyId: 8, incident: { place: { city: 'Aurora' } } },
          { agencyId: 8, plate: 'XYZ1' },
        ],
        {},
      ),
    ).toEqual(FRESH);
  });

  test('the first incident binds the case: another offense or place differs, and the first goes on binding', () => {
    const elsewhere = { incident: { place: { city: 'Aurora' } } } as const;
    expect(told([{}], elsewhere)).toEqual({ ...FRESH, differs: true });
    expect(told([{}, elsewhere], elsewhere)).toEqual({ ...FRESH, differs: true });
    expect(told([{}, elsewhere], {})).toEqual(FRESH);
    const parts = { offense: { system: 'nibrs', code: '23G' } } as const;
    const theft = { code: 'stolen_plate', ...parts };
    expect(told([{}], { purpose: theft, incident: { vehicle: 'plate_stolen' } }).differs).toBe(true);
  });

  const at = (occurred: Occurred): Facts => ({ incident: { occurred } });
  const from = NOW - 5 * DAY;

  test('a day earlier or later is the same time, a moment more is another', () => {
    for (const near of [from - DAY, from, from + DAY])
      expect(told([at({ from })], at({ from: near })).differs).toBe(false);
    for (const far of [from - DAY - 1, from + DAY + 1])
      expect(told([at({ from })], at({ from: far })).differs).toBe(true);
  });

  test('nor does the end wander off', () => {
    expect(told([at({ from })], at({ from, to: from + DAY })).differs).toBe(false);
    expect(told([at({ from })], at({ from, to: from + DAY + 1 })).differs).toBe(true);
    expect(told([at({ from, to: from + 3 * DAY })], at({ from, to: from + 3 * DAY - HOUR })).differs).toBe(
      false,
    );
    expect(told([at({ from, to: from + 3 * DAY })], at({ from })).differs).toBe(true);
  });

  test('what went on may have ended since', () => {
    expect(told([at({ from, to: 'ongoing' })], at({ from, to: NOW })).differs).toBe(false);
    expect(told([at({ from, to: 'ongoing' })], at({ from: from - 2 * DAY, to: 'ongoing' })).differs).toBe(
      true,
    );
  });
});

test('each use is added once, whatever waits together', () => {
  expect(after({}, {}, {}).added).toHaveLength(after({}).added.length);
});

test('the agencies that were looked up are eligible reporters, and no others', () => {
  const histories = new CaseHistories([], ['CO0010100']);
  expect(histories.isEligibleReporter('CO0010100')).toBe(true);
  expect(histories.isEligibleReporter('WY0110000')).toBe(false);
});
