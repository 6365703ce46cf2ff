/** Words of health care and immigration: where they tell what befell somebody, and where nothing says so. */
import { expect, test } from '@jest/globals';
import { screen } from '../../../sharing-rules/narrative/screen.ts';

const denies = (justification: string) =>
  screen({ code: 'violent_crime', justification }).some(({ effect }) => effect === 'deny');

test.each([
  'assault, loss of fetus',
  'miscarriage after assault',
  'assault, forced to have an abortion',
  'unlawful sexual contact at an abortion clinic',
])('`%s` describes a victim, and is not refused', (text) => {
  expect(denies(text)).toBe(false);
});

test.each([
  'assault, fetus',
  'assault, abortion patient long after work',
  'assault, deported men asked who was robbed by him',
  'assault, contact at an abortion clinic',
  'assault, sexual contact, contact for an abortion clinic',
])('`%s` is refused', (text) => {
  expect(denies(text)).toBe(true);
});

test('where somebody fled to is a place', () => {
  expect(denies('assault, suspect fled to migra')).toBe(false);
});
