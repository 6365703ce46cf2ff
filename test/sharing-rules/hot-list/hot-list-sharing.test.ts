import { describe, expect, test } from '@jest/globals';
import {
  isSharedList,
  isSharingPurpose,
  mayWait,
  type SharableList,
} from '../../../sharing-rules/hot-list-sharing.ts';
import { APPROVED_CODES, PURPOSES } from '../../../sharing-rules/terms/purposes.ts';

const list = (changes: Partial<SharableList>): SharableList => ({
  kind: 'imported',
  agencyId: null,
  purpose: 'stolen_vehicle',
  ...changes,
});

describe('a hot list can be asked for', () => {
  test("where it is the owner's own, imported, and has an approved purpose", () => {
    expect(isSharedList(list({}))).toBe(true);
  });

  test.each<[string, Partial<SharableList>]>([
    ['without a purpose it stays in the house', { purpose: null }],
    ['under a prohibited purpose it never leaves', { purpose: 'immigration_civil' }],
    ['under a purpose that nobody knows it never leaves', { purpose: 'parking' }],
    ['what a partner gave is not passed on to a third', { agencyId: 7 }],
    ['the queries of a partner that wait are nobody else’s business', { kind: 'standing', agencyId: 7 }],
    ['a standing list without an agency is none that is shared', { kind: 'standing' }],
  ])('%s', (_, changes) => {
    expect(isSharedList(list(changes))).toBe(false);
  });

  test('under each approved purpose and no other', () => {
    expect(PURPOSES.length).toBeGreaterThan(10);
    for (const { answer, code } of PURPOSES) expect(isSharingPurpose(code)).toBe(answer === 'approved');
    for (const code of [null, '', 'constructor', '__proto__']) expect(isSharingPurpose(code)).toBe(false);
  });
});

test('a query may wait in a list under each approved purpose but danger to life, which justifies a query only at that moment', () => {
  expect(APPROVED_CODES.filter((code) => !mayWait(code))).toEqual(['exigent_life_safety']);
  expect(APPROVED_CODES.filter(mayWait)).toHaveLength(APPROVED_CODES.length - 1);
});
