import { describe, expect, test } from '@jest/globals';
import { otherVehicle, vehicleKindOf } from '../../../sharing-rules/hot-lists/vehicle-kind.ts';

describe('a hit whose vehicle is of another kind than its entry names', () => {
  test.each([
    ['2005 YAMA CYL MC BLK', 'sedan', { listed: 'motorcycle', seen: 'car' }],
    ['Stolen motorcycle', 'SUV', { listed: 'motorcycle', seen: 'wagon' }],
    ['1999 FORD F15 PK WHI', 'sedan', { listed: 'truck', seen: 'car' }],
    ['2003 CHEV 4D BLK', 'Motorcycle', { listed: 'car', seen: 'motorcycle' }],
  ])('is told: %s, seen as %s', (listed, seen, told) => {
    expect(otherVehicle(listed, seen)).toEqual(told);
  });

  test.each([
    ['the same kind', 'stolen motorcycle', 'motorcycle'],
    ['a kind that is registered as either', '2003 CHEV SUB LL BLK', 'pickup'],
    ['an entry that names no kind', 'Stolen Vehicle 2002 FORD FOC BLK', 'motorcycle'],
    ['a camera that saw no kind', 'stolen motorcycle', ''],
    ['an entry that names two kinds', 'motorcycle on a flatbed', 'sedan'],
  ])('is not told for %s', (_, listed, seen) => {
    expect(otherVehicle(listed, seen)).toBeNull();
  });

  test('words are whole: a name that holds one names no kind', () => {
    expect(vehicleKindOf('MCDONALD TRUCKEE')).toBeNull();
  });
});
