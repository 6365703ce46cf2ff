/** The whole verdict on an entry: fate, reason, clause and plate, as the log keeps them. */
import { describe, expect, test } from '@jest/globals';
import { judgeEntry, judgeListName, type OfferedEntry } from '../../../sharing-rules/hot-list.ts';

const fate = (offered: Partial<OfferedEntry>) => judgeEntry({ plate: 'ZZT1234', ...offered }).fate;

describe('the verdict on an entry of a hot list', () => {
  test.each<[string, Partial<OfferedEntry>, string, string, string, string | null]>([
    ['nothing is said of it', {}, 'take', 'unstated', 'Policy 420.4', 'ZZT1234'],
    ['a blank category', { category: '  ' }, 'take', 'unstated', 'Policy 420.4', 'ZZT1234'],
    ['an honest category', { category: 'Stolen' }, 'take', 'stated', 'Policy 420.4', 'ZZT1234'],
    ['an unknown letter', { letter: 'Q' }, 'set_aside', 'unknown_record_letter', 'Policy 420.4', null],
    ['an unknown type', { ccicType: 'New' }, 'set_aside', 'unknown_list_type', 'Policy 420.4', null],
    [
      'a type with spaces around it',
      { ccicType: ' stolen plate ' },
      'take',
      'stolen_plate',
      'Policy 420.4',
      'ZZT1234',
    ],
    [
      'an immigration offense',
      { letter: 'W', note: 'OFF/0301' },
      'drop',
      'immigration',
      'C.R.S. 24-74-103(1)',
      null,
    ],
    [
      'an unlisted code of that group',
      { letter: 'W', note: '0350' },
      'drop',
      'immigration',
      'C.R.S. 24-74-103(1)',
      null,
    ],
    [
      'a NIBRS code in small letters',
      { letter: 'W', note: 'off 30d' },
      'drop',
      'immigration',
      'C.R.S. 24-74-103(1)',
      null,
    ],
    ['a traffic offense', { letter: 'W', note: '5499' }, 'refuse', 'minor_traffic', 'Policy 420.5(d)', null],
    [
      'protected health care',
      { letter: 'W', note: '1401' },
      'refuse',
      'protected_health',
      'C.R.S. 24-116-102',
      null,
    ],
    [
      'a code that nobody knows',
      { letter: 'W', note: '9999' },
      'take',
      'wanted_person',
      'Policy 420.4',
      'ZZT1234',
    ],
    [
      'a plate that is none',
      { plate: '***' },
      'set_aside',
      'plate_not_letters_and_digits',
      'Policy 420.4',
      null,
    ],
    ['a plate of one character', { plate: 'A' }, 'set_aside', 'plate_too_short', 'Policy 420.4', null],
    ['a plate of two', { plate: 'AB' }, 'take', 'unstated', 'Policy 420.4', 'AB'],
    ['a plate of ten', { plate: 'ABCDEFGH12' }, 'take', 'unstated', 'Policy 420.4', 'ABCDEFGH12'],
    ['a plate of eleven', { plate: 'ABCDEFGH123' }, 'set_aside', 'plate_too_long', 'Policy 420.4', null],
    ['a plate of zeros', { plate: '00' }, 'set_aside', 'placeholder_plate', 'Policy 420.4', null],
    ['a plate that only begins with zeros', { plate: '0012' }, 'take', 'unstated', 'Policy 420.4', '0012'],
    ['a plate that only ends in them', { plate: '1200' }, 'take', 'unstated', 'Policy 420.4', '1200'],
    ['a word for no plate', { plate: 'UNKN0WN' }, 'set_aside', 'placeholder_plate', 'Policy 420.4', null],
  ])('what the log says: %s', (_, offered, expected, why, clause, plate) => {
    expect(judgeEntry({ plate: 'ZZT1234', ...offered })).toEqual({
      fate: expected,
      reason: why,
      clause,
      plate,
    });
  });

  test('with a record letter, category and note are both read, and the worse of the two counts', () => {
    const both = (category: string, note: string) =>
      judgeEntry({ plate: 'ZZT1234', letter: 'V', category, note });
    expect(both('Expired tag', 'stolen').fate).toBe('refuse');
    expect(both('stolen', 'ICE detainer').fate).toBe('drop');
    expect(both('Expired tag', 'ICE detainer').fate).toBe('drop');
    expect(both('ICE detainer', 'gang member').fate).toBe('drop');
    expect(both('stolen', 'stolen')).toMatchObject({ fate: 'take', reason: 'stolen_vehicle' });
    expect(judgeEntry({ plate: 'ZZT1234', letter: 'V', category: 'Expired tag' }).fate).toBe('refuse');
  });

  test('a word that may stand in any note is looked for where it says what the list is for, and only there', () => {
    expect(judgeEntry({ plate: 'ZZT1234', letter: 'V', note: 'expired tag' }).fate).toBe('take');
    expect(judgeEntry({ plate: 'ZZT1234', letter: 'V', category: 'expired tag' }).fate).toBe('refuse');
  });

  test('what an entry is restricted or set aside for does not hide what drops or refuses it', () => {
    expect(fate({ letter: 'T', note: 'ICE detainer' })).toBe('drop');
    expect(fate({ letter: 'B', note: 'ICE detainer' })).toBe('drop');
    expect(fate({ letter: 'B', category: 'gang member' })).toBe('set_aside');
    expect(fate({ letter: 'T', category: 'expired tag' })).toBe('refuse');
  });

  test('full-width letters, signs and signs in a row are read as the words they show', () => {
    expect(judgeListName('ＩＭＭＩＧＲＡＴＩＯＮ').fate).toBe('drop');
    expect(judgeListName('--expired -- tag--').fate).toBe('refuse');
    expect(judgeListName('***')).toEqual({ fate: 'take', reason: 'unstated', clause: 'Policy 420.4' });
  });
});
