import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgeEntry, judgeListName, type OfferedEntry } from '../../../sharing-rules/hot-list.ts';

const fate = (offered: Partial<OfferedEntry>) => judgeEntry({ plate: 'ZZT1234', ...offered }).fate;

describe('what may enter a hot list', () => {
  test.each([
    ['V', 'take'],
    ['P', 'take'],
    ['R', 'take'],
    ['F', 'take'],
    ['A', 'take'],
    ['M', 'take'],
    ['W', 'take'],
    ['H', 'take'],
    ['C', 'restrict'],
    ['K', 'restrict'],
    ['L', 'restrict'],
    ['T', 'restrict'],
    ['X', 'restrict'],
    ['B', 'set_aside'],
    ['N', 'drop'],
    ['Q', 'set_aside'],
    ['', 'set_aside'],
  ])('NCIC record letter `%s`: %s', (letter, expected) => {
    expect(fate({ letter })).toBe(expected);
  });

  test('the Immigration Violator File is dropped whatever plate it names, with the clause', () => {
    for (const plate of ['ZZT1234', 'UNKNOWN', '', '***']) {
      expect(judgeEntry({ plate, letter: 'N' })).toEqual({
        fate: 'drop',
        reason: 'immigration_violator',
        clause: 'C.R.S. 24-74-103(1)',
        plate: null,
      });
    }
  });

  test('a wanted person is taken where no offense is named, and dropped where it is an immigration offense', () => {
    expect(fate({ letter: 'W', note: 'WANTED PERSON NCIC' })).toBe('take');
    expect(fate({ letter: 'W', note: 'WANTED PERSON 1301 ASSAULT' })).toBe('take');
    expect(fate({ letter: 'W', note: 'WANTED PERSON OFF/0301' })).toBe('drop');
    expect(fate({ letter: 'W', note: 'WANTED PERSON 8004' })).toBe('drop');
    expect(fate({ letter: 'W', note: 'WANTED PERSON ILLEGAL RE-ENTRY' })).toBe('drop');
    expect(fate({ letter: 'W', note: 'WANTED 8 USC 1326' })).toBe('drop');
    expect(fate({ letter: 'W', note: 'WANTED I-205' })).toBe('drop');
    expect(fate({ letter: 'W', note: 'WANTED PERSON 5499' })).toBe('refuse');
    expect(fate({ letter: 'W', note: 'WANTED PERSON 1401' })).toBe('refuse');
  });

  test('a code counts as an offense only in a wanted person row, and only as a whole number', () => {
    expect(fate({ letter: 'V', note: '2003 CHEV CASE 0301' })).toBe('take');
    expect(fate({ letter: 'W', note: 'NIC W103015555' })).toBe('take');
  });

  test.each([
    ['Attempt To Locate', 'take'],
    ['Felony Warrant', 'take'],
    ['Local Warrant', 'take'],
    ['Reported Lost', 'take'],
    ['Sexual Offender', 'restrict'],
    ['Stolen/Car Jacking/Ca ', 'take'],
    ['Stolen Plate', 'take'],
    ['Stolen Vehicle', 'take'],
    ['Used in Felony or By', 'take'],
    ['Used in Misdemeanor or', 'take'],
    ['Expired Tag', 'refuse'],
    ['Immigration Violator', 'drop'],
    ['Something New', 'set_aside'],
  ])('Colorado list type `%s`: %s', (ccicType, expected) => {
    expect(fate({ ccicType })).toBe(expected);
  });

  test.each([
    ['EXPIRED DRIVER LICENSES', 'refuse', 'Policy 420.5(d)'],
    ['Expired Tag', 'refuse', 'Policy 420.5(d)'],
    ['SUSPENDED/REVOKED/CANCELLED LICENSE', 'refuse', 'Policy 420.5(d)'],
    ['SUSPEND', 'refuse', 'Policy 420.5(d)'],
    ['No insurance', 'refuse', 'Policy 420.5(d)'],
    ['Parking scofflaw', 'refuse', 'Policy 420.5(d)'],
    ['Repossession', 'refuse', 'Policy 420.5(c)'],
    ['HOA private list', 'refuse', 'Policy 420.5(c)'],
    ['ICE hold', 'drop', 'C.R.S. 24-74-103(1)'],
    ['I.C.E. detainer', 'drop', 'C.R.S. 24-74-103(1)'],
    ['Deported Felon', 'drop', 'C.R.S. 24-74-103(1)'],
    ['immigration violator files', 'drop', 'C.R.S. 24-74-103(1)'],
    ['Gang member', 'restrict', 'CJISSECPOL 4.2.2'],
    ['Sex Offender', 'restrict', 'CJISSECPOL 4.2.2'],
    ['Stolen Vehicle', 'take', 'Policy 420.4'],
    ['Human trafficking', 'take', 'Policy 420.4'],
    ['Police justice center burglary', 'take', 'Policy 420.4'],
    ['Ice cream truck robbery', 'take', 'Policy 420.4'],
  ])('category `%s`: %s (%s)', (category, expected, clause) => {
    expect(judgeEntry({ plate: 'ZZT1234', category })).toMatchObject({ fate: expected, clause });
    expect(judgeListName(category)).toMatchObject({ fate: expected, clause });
  });

  test('a list name written with hyphens or underscores is read as words', () => {
    expect(judgeListName('expired-tags_2026').fate).toBe('refuse');
    expect(judgeListName('ncic-immigration').fate).toBe('drop');
    expect(judgeListName('ccic').fate).toBe('take');
  });

  test.each([
    'UNKNOWN',
    'unknown',
    'UNKN0WN',
    'TEMP',
    '000',
    '0000000',
    'xxx',
    'N/A',
    'NONE',
    'n0plate',
    'UNK',
    '',
    'A',
  ])('placeholder `%s` instead of a plate is set aside', (plate) => {
    expect(judgeEntry({ plate, letter: 'V' })).toMatchObject({ fate: 'set_aside', plate: null });
  });

  test('a plate is stored in its normalized form', () => {
    expect(judgeEntry({ plate: 'abc-1234 ', letter: 'V' }).plate).toBe('ABC1234');
    expect(judgeEntry({ plate: 'ABC\u0421123', letter: 'V' }).fate).toBe('set_aside');
  });

  test('a text beside the type can lose an entry, never win it', () => {
    const ranks = ['take', 'restrict', 'set_aside', 'refuse', 'drop'];
    fc.assert(
      fc.property(
        fc.constantFrom(...'VPRFAMWHCKLTXBNQ'),
        fc.string(),
        fc.string(),
        (letter, note, category) => {
          const alone = ranks.indexOf(fate({ letter }));
          expect(ranks.indexOf(fate({ letter, note, category }))).toBeGreaterThanOrEqual(alone);
        },
      ),
    );
  });

  test('only what is stored has a plate', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (plate, category) => {
        const verdict = judgeEntry({ plate, category });
        expect(verdict.plate !== null).toBe(verdict.fate === 'take' || verdict.fate === 'restrict');
      }),
    );
  });
});
