/** Federal Boulevard is a street of Denver, and no agency: where numbers, corners and ways stand beside it. */
import { expect, test } from '@jest/globals';
import { isStreet } from '../../../../sharing-rules/narrative/context/streets.ts';
import { marked } from './marked.ts';

function isFederalBoulevard(reason: string): boolean {
  const { text, start, end } = marked(reason);
  return isStreet(text, start, end);
}

test.each([
  '6400 <Federal>',
  '10 <Federal>',
  '6400 block of N <Federal>',
  'robbery at 72nd & <Federal>',
  'robbery, Colfax Ave and <Federal>',
  'robbery, <Federal>/72',
  'robbery, <Federal> and 72nd',
  'robbery, <Federal> at W Evans',
  'robbery, <Federal> blvd',
  'hit and run on <Federal>',
  'hit and run on <Federal> by the police station',
  'seen NB <Federal>',
  'hit and run on N <Federal>',
  'robo en la <Federal>',
])('is the street: `%s`', (reason) => {
  expect(isFederalBoulevard(reason)).toBe(true);
});

test.each([
  ['an agency stands behind', 'hit and run on <Federal> agents'],
  ['an agency stands behind a number', '6400 <Federal> warrants'],
  ['the number is of another street', 'robbery at 6400 Main, <federal> stop'],
  ['a word stands before', 'stopped by <federal>'],
  ['the corner is elsewhere', 'a <federal> stop by 5th/Main'],
  ['no corner follows', '<federal> and local search'],
  ['nobody is on it', 'robbery, on scene <federal>'],
  ['it is not the word itself', 'hit and run on <fed>'],
])('is not a street where %s: `%s`', (_, reason) => {
  expect(isFederalBoulevard(reason)).toBe(false);
});
