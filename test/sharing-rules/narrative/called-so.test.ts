/** Where a word is what somebody is called, or where somebody fled to, and where it only stands near such words. */
import { expect, test } from '@jest/globals';
import { screen } from '../../../sharing-rules/narrative/screen.ts';

const denies = (justification: string) =>
  screen({ code: 'violent_crime', justification }).some(({ effect }) => effect === 'deny');

test.each([
  ['a/k/a migra, robbery', false],
  ['assault, a/k/a "migra"', false],
  ['assault, a/k/a x migra', true],
  ['assault, migra is the suspects street name', false],
  ['assault, migra nickname of the suspect', false],
  ['assault, migra wants the suspects nickname', true],
  ['assault, they call him migra', false],
  ['assault, call him, migra wants', true],
  ['assault, suspect fled to migra', false],
  ['assault, loss of fetus', false],
  ['assault, fetus', true],
  ['unlawful sexual contact at an abortion clinic', false],
  ['assault, contact at an abortion clinic', true],
  ['assault, sexual contact, contact for an abortion clinic', true],
  ['assault, forced to have an abortion', false],
])('`%s` is refused: %s', (text, isDenied) => {
  expect(denies(text)).toBe(isDenied);
});
