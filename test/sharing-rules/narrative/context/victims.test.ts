/** Whom something befell: said before the words, next behind them, or of whom money came. */
import { describe, expect, test } from '@jest/globals';
import { befell, isOfVictim } from '../../../../sharing-rules/narrative/context/victims.ts';
import { marked } from './marked.ts';

const ofVictim = (reason: string) => isOfVictim(marked(reason).clause);
const isHit = (reason: string) => befell(marked(reason).clause);

describe('a victim', () => {
  test.each([
    'victim is <undocumented>',
    '<undocumented> victim',
    '<DACA> recipient vic of a carjacking',
    'provider of <abortion> is the victim',
    '<abortion> provider was a witness',
  ])('is told of: `%s`', (reason) => {
    expect(ofVictim(reason)).toBe(true);
  });

  test.each([
    ['it is said too far behind', '<abortion> clinic staff say she is the victim'],
    ['a suspect stands between', 'victim saw the suspect <undocumented>'],
    ['the word stands third behind', '<DACA> recipient and vic'],
  ])('is not told of where %s: `%s`', (_, reason) => {
    expect(ofVictim(reason)).toBe(false);
  });
});

describe('whose money it was', () => {
  test('is said just before', () => {
    expect(isHit('took 90k from <immigrant> families')).toBe(true);
    expect(isHit('took cash stolen from poor <immigrants>')).toBe(true);
    expect(isHit('drove 90k from home to <immigrants>')).toBe(false);
  });
});
