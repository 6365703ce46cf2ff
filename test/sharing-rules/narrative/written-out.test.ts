/** Where letters that are an agency's are said to stand for something else, or an agency's words are worn or called out. */
import { expect, test } from '@jest/globals';
import { screen } from '../../../sharing-rules/narrative/screen.ts';

const denies = (justification: string) =>
  screen({ code: 'property_crime_felony', justification }).some(
    ({ code, effect }) => effect === 'deny' && code === 'narrative_immigration',
  );

test.each([
  'CBP (Commerce Business Park) burglary, 3 units pried',
  'burglary, ERO violation, emergency restraining order',
  'burglary, ERO served as extreme risk order',
  'burglary, CBP - Cherry Bluff Plaza',
  'burglary, wetback used as a slur',
  'burglary, wetback slur painted on the hood',
  'burglary, called him the slur wetback',
  'robbery, two guys with vests reading police ICE',
  'robbery, border patrol ball cap on robber',
  'burglary, migra rap name of the suspect',
])('`%s` is not refused for its letters', (text) => {
  expect(denies(text)).toBe(false);
});

test.each([
  'burglary, ICE (Immigration and Customs Enforcement)',
  'burglary, ICE, in custody every day',
  'burglary, ERO, ended removal order',
  'burglary, CBP (Commerce Business)',
  'burglary, assist CBP (Commerce Business Park)',
  'burglary, wetback driver called her a slur',
  'burglary, vests stolen, ICE asked',
])('`%s` is', (text) => {
  expect(denies(text)).toBe(true);
});
