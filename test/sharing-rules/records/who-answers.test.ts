/** Who may answer for a records office, and how many releases of a month are drawn. */
import { expect, test } from '@jest/globals';
import { mayAnswer, type WhoAnswers, type WhoAsked } from '../../../sharing-rules/records/may-answer.ts';
import { drawnOf } from '../../../sharing-rules/records/sample-size.ts';

const asked: WhoAsked = {
  issuer: 'https://id.example',
  clientId: 'cad',
  personId: null,
  onBehalfOf: { id: 'OFF-7' },
};
const answers: WhoAnswers = {
  issuer: 'https://id.example',
  clientId: 'rms',
  personId: null,
  employeeId: null,
};

test('nobody confirms what they asked: not the client, not the person, not the officer whom a system named', () => {
  expect(mayAnswer(asked, answers)).toBe(true);
  expect(mayAnswer(asked, { ...answers, clientId: 'cad' })).toBe(false);
  expect(mayAnswer(asked, { ...answers, clientId: 'cad', issuer: 'https://other.example' })).toBe(true);
  expect(mayAnswer({ ...asked, personId: 'p-1' }, { ...answers, personId: 'p-1' })).toBe(false);
  expect(mayAnswer({ ...asked, personId: 'p-1' }, { ...answers, personId: 'p-2' })).toBe(true);
  expect(mayAnswer(asked, { ...answers, personId: 'p-2', employeeId: 'off-7' })).toBe(false);
  expect(mayAnswer(asked, { ...answers, personId: 'p-2', employeeId: 'off-8' })).toBe(true);
});

test('of a month one of twenty is drawn, ten at least, or all', () => {
  expect([0, 1, 9, 10, 11, 200, 201, 1_000].map(drawnOf)).toEqual([0, 1, 9, 10, 10, 10, 11, 50]);
});
