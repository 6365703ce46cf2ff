/** Whom something befell: said before the words, next behind them, or of whom money came. */
import { describe, expect, test } from '@jest/globals';
import { befell, isOfFamily, isOfVictim } from '../../../../sharing-rules/narrative/context/victims.ts';
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

describe('what was done to somebody', () => {
  test.each([
    '<CBP> agents personal gun stolen',
    '<ICE> officer off duty carjacked',
    'bf forced <abortion> pill in drink',
    'forced her <abortion> pills',
    '<mifepristone> slipped to girlfriend',
    '<abortion> pills put in her drink',
    '<abortion> pills pkg stolen from porch',
    '<abortion> meds package porch theft',
  ])('is told: `%s`', (reason) => {
    expect(isHit(reason)).toBe(true);
  });

  test.each([
    ['the agents ask', '<ICE> agents asked about a plate'],
    ['somebody slipped away', 'driver slipped <ICE> again'],
    ['nobody forced it on her', 'her <abortion> pill in drink'],
    ['it only came', '<abortion> pills pkg came'],
    ['they were sent', '<abortion> pills put in mail to texas'],
    ['a friend took them', '<abortion> pills slipped to friend'],
    ['more stands between', '<abortion> pills and a pkg stolen'],
    ['it befell somebody else', '<ICE> came when all of the agents robbed'],
    ['something else was forced', 'forced her home then <abortion> pills'],
    ['she was brought there', 'drugged her <abortion> clinic in town'],
    ['something else was slipped', '<abortion> talk slipped into her drink'],
    ['the files were a judge’s', '<immigration> judge had files taken'],
  ])('is not told where %s: `%s`', (_, reason) => {
    expect(isHit(reason)).toBe(false);
  });
});

describe('a victim’s deported parents', () => {
  const isFamily = (reason: string) => {
    const { words, clause } = marked(reason);
    return isOfFamily(words, clause);
  };

  test.each(['missing foster kid, mom <deported>', 'parents were <deported>'])(
    'are read in `%s`',
    (reason) => {
      expect(isFamily(reason)).toBe(true);
    },
  );

  test.each(['mom then saw them <deported>', 'mom <self deported>', 'driver was <deported>'])(
    'are not read in `%s`',
    (reason) => {
      expect(isFamily(reason)).toBe(false);
    },
  );
});
