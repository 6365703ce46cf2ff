/** What is denied of a case, and whom something befell: by the words next to it, and no farther. */
import { describe, expect, test } from '@jest/globals';
import {
  isDenied,
  isDeniedAround,
  isDeniedWith,
  isNegated,
} from '../../../../sharing-rules/narrative/context/denied.ts';
import { befell } from '../../../../sharing-rules/narrative/context/victims.ts';
import { marked } from './marked.ts';

describe('what is denied', () => {
  test('is what `or` joins to a denied word', () => {
    expect(isNegated(['not', 'ice', 'or'])).toBe(true);
    expect(isNegated(['seen', 'ice', 'or'])).toBe(false);
  });

  test('is denied by a word that begins within forty letters before it', () => {
    const denied = (reason: string) => isDenied(marked(reason).text, marked(reason).start);
    expect(denied('no reported confirmed listed known been <crash>')).toBe(true);
    expect(denied('no reported confirmed listed known civil <crash>')).toBe(false);
    expect(denied('a reported <crash>')).toBe(false);
  });
});

describe('what is of no concern', () => {
  const around = (reason: string) => isDeniedAround(marked(reason).clause);

  test.each(['<imm> status na', '<visa> rumor irrelevant', '<immigration> status is not relevant'])(
    'is denied: `%s`',
    (reason) => {
      expect(around(reason)).toBe(true);
    },
  );

  test.each([
    ['nothing says what is irrelevant', '<visa> irrelevant'],
    ['more stands between', '<visa> status of a boy irrelevant'],
    ['more stands behind', '<imm> status na find family'],
    ['it was refused', 'jail rejected the <detainer>'],
    ['something else is irrelevant', '<ICE> wants him status irrelevant'],
    ['somebody else says so', '<ICE> asked he said not them'],
    ['more is said behind', '<ICE> says not them but him'],
    ['something else is not needed', '<ICE> says help not needed'],
  ])('is not where %s: `%s`', (_, reason) => {
    expect(around(reason)).toBe(false);
  });
});

test('`do not share w ICE` denies ICE, and no agency named later', () => {
  expect(isDeniedAround(marked('do not share w <ICE>').clause)).toBe(true);
  expect(isDeniedAround(marked('not shared w aurora yet <ICE>').clause)).toBe(false);
});

describe('an agency that a slash joins to a denied one', () => {
  const denied = (reason: string) => {
    const { text, start, end } = marked(reason);
    return isDeniedWith(text, start, end);
  };

  test.each(['robbery, no ICE/<HSI>', 'not for ICE/<HSI>'])('is denied: `%s`', (reason) => {
    expect(denied(reason)).toBe(true);
  });

  test.each([
    ['it is not an agency', 'robbery, no ICE/<deportation>'],
    ['something else is denied', 'robbery, no gun/<HSI>'],
    ['a thought ends with the slash', 'robbery, no ICE / <HSI> asks'],
    ['nothing is denied', 'robbery, ICE/<HSI>'],
  ])('is not where %s: `%s`', (_, reason) => {
    expect(denied(reason)).toBe(false);
  });
});

describe('what befell somebody', () => {
  test.each([
    'robbery <immigrant>',
    'robbery of the <immigrant>',
    '<immigration> papers and a red purse stolen from owner',
    '<immigrant> was robbed',
  ])('is told: `%s`', (reason) => {
    expect(befell(marked(reason).clause)).toBe(true);
  });

  test.each([
    ['only the scene is named before', 'at the robbery scene <immigrant>'],
    ['the theft stands far behind', '<immigration> agent said that he saw two cars stolen from owner'],
  ])('is not told where %s: `%s`', (_, reason) => {
    expect(befell(marked(reason).clause)).toBe(false);
  });
});
