import { describe, expect, test } from '@jest/globals';
import {
  isSharedList,
  isSharingPurpose,
  type SharableList,
} from '../../../sharing-rules/hot-list-sharing.ts';
import { PURPOSES } from '../../../sharing-rules/purposes.ts';

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
