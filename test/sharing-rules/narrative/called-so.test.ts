/** Where a word is what somebody is called, and where it only stands near such words. */
import { expect, test } from '@jest/globals';
import { screen } from '../../../sharing-rules/narrative/screen.ts';

const denies = (justification: string) =>
  screen({ code: 'violent_crime', justification }).some(({ effect }) => effect === 'deny');

test.each([
  'a/k/a migra, robbery',
  'assault, a/k/a "migra"',
  'assault, migra is the suspects street name',
  'assault, migra nickname of the suspect',
  'assault, they call him migra',
])('`%s` is what somebody is called, and not refused', (text) => {
  expect(denies(text)).toBe(false);
});

test.each([
  'assault, a/k/a x migra',
  'assault, migra wants the suspects nickname',
  'assault, call him, migra wants',
])('`%s` only stands near such words, and is refused', (text) => {
  expect(denies(text)).toBe(true);
});
