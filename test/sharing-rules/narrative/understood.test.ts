/** A typing error of a word that belongs to an investigation is understood as that word, and nothing farther away. */
import { expect, test } from '@jest/globals';
import { isUnderstood, isUnderstoodMistyped } from '../../../sharing-rules/narrative/understood.ts';

test.each([
  ['a letter too many', 'garxage'],
  ['a letter twice', 'gaarage'],
  ['a letter too few', 'garge'],
  ['another letter', 'wxndow'],
  ['two letters in the wrong order', 'wnidow'],
])('%s is understood: `%s`', (_, word) => {
  expect(isUnderstood(word)).toBe(false);
  expect(isUnderstoodMistyped(word)).toBe(true);
});

test.each([
  ['of a word of four letters', 'bikke'],
  ['that leaves a word of four letters', 'axmmo'],
])('a typing error %s is not: `%s`', (_, word) => {
  expect(isUnderstoodMistyped(word)).toBe(false);
});

test.each([
  ['rally', 'alloy'],
  ['parade', 'arcade'],
  ['priest', 'prices'],
  ['voter', 'otter'],
])('two typing errors make another word: `%s` is not `%s`', (word, other) => {
  expect(isUnderstood(other)).toBe(true);
  expect(isUnderstoodMistyped(word)).toBe(false);
});
