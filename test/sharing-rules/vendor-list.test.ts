import { describe, expect, test } from '@jest/globals';
import {
  changesAtVendor,
  isInStep,
  type WaitingPlate,
  wantedAtVendor,
} from '../../sharing-rules/hot-lists/vendor-list.ts';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const DAY = 86_400_000;

const waiting = (changes: Partial<WaitingPlate>): WaitingPlate => ({
  position: 7,
  plate: 'ABC123',
  purpose: 'stolen_vehicle',
  expiresAt: NOW + DAY,
  ...changes,
});
const held = wantedAtVendor([waiting({})], NOW).map((entry) => ({ ...entry, id: 'at-the-vendor' }));

describe('the hot list that the gateway has at the vendor', () => {
  test('has one entry for a plate that several wait for, as long as the last of them, under the number of the first', () => {
    const all = [
      waiting({ position: 9, purpose: 'missing_endangered', expiresAt: NOW + 3 * DAY }),
      waiting({ position: 7 }),
    ];
    expect(wantedAtVendor(all, NOW)).toEqual([
      {
        plate: 'ABC123',
        reason: 'missing_endangered, stolen_vehicle',
        caseNumber: 'GATEWAY-7',
        expiresAt: NOW + 3 * DAY,
      },
    ]);
  });

  test('writes O as 0, as the vendor does, so that both spellings are one entry', () => {
    const all = [waiting({ plate: 'OOO1' }), waiting({ plate: '0001', position: 8 })];
    expect(wantedAtVendor(all, NOW).map(({ plate }) => plate)).toEqual(['0001']);
  });

  test('has nothing of a standing query that has run out', () => {
    expect(wantedAtVendor([waiting({ expiresAt: NOW })], NOW)).toEqual([]);
  });

  test('is left as it is where it is in step', () => {
    const wanted = wantedAtVendor([waiting({})], NOW);
    expect(changesAtVendor(wanted, held)).toEqual({ add: [], remove: [] });
    expect(isInStep(wanted, held)).toBe(true);
  });

  test('loses what nobody waits for, no matter who put it there, and what is listed twice', () => {
    const [entry] = held;
    const others = [
      ...held,
      { ...entry, id: 'again' },
      { ...entry, id: 'of-somebody', plate: 'XYZ9' },
    ] as typeof held;
    const { add, remove } = changesAtVendor(wantedAtVendor([waiting({})], NOW), others);
    expect(add).toEqual([]);
    expect(remove.map(({ id }) => id)).toEqual(['again', 'of-somebody']);
  });

  test('gets an entry again whose time has changed, the old one being removed first', () => {
    const wanted = wantedAtVendor([waiting({ expiresAt: NOW + 2 * DAY })], NOW);
    const { add, remove } = changesAtVendor(wanted, held);
    expect([add, remove.map(({ id }) => id)]).toEqual([wanted, ['at-the-vendor']]);
  });

  test('is not in step with an entry too many or too few', () => {
    expect(isInStep([], held)).toBe(false);
    expect(isInStep(wantedAtVendor([waiting({}), waiting({ plate: 'XYZ9' })], NOW), held)).toBe(false);
  });
});
