/** Where letters that are an agency's are said to stand for something else, or an agency's words are worn or called out. */
import { describe, expect, test } from '@jest/globals';
import { frameOf } from '../../../sharing-rules/narrative/context/frames.ts';
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
  'burglary, HSI (Home Security Inc) van',
  'burglary, ICE = in case of emerg contact only',
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
  'burglary, HSI (Homeland Security Inc) van',
  'burglary for ICE = in case of emergency',
  'burglary, ICE = in custody',
  'burglary, wetback driver called her a slur',
  'burglary, vests stolen, ICE asked',
  'burglary, CBP. cold beer packs taken',
  'burglary, CBP at the old mill near cold beer packs',
])('`%s` is', (text) => {
  expect(denies(text)).toBe(true);
});

/** The part of the letters `cbp`, or of another word, in a story. */
function partOf(text: string, word = 'cbp'): string {
  const start = text.indexOf(word);
  return frameOf(text, start, start + word.length);
}

describe('letters that are written out', () => {
  test.each(['of', 'and', 'the', 'for', 'in', 'to'])('may have a small word between: `%s`', (small) => {
    expect(partOf(`robbery, cbp (city ${small} bike park)`)).toBe('name_or_place');
  });

  test.each([
    'robbery, cbp (city nice bike park)',
    'robbery, cbp (bike park)',
    'robbery, cbp (city bike)',
    'robbery, cbp (customs bike park)',
    'robbery, cbp (city border park)',
    'robbery, cbp seen by our very nice city bike park',
    'robbery, cbp seen by our nice city bike park',
    // The last of the words begins sixty letters behind.
    `robbery, cbp (city ${'of '.repeat(16)}bike park)`,
  ])('stand for nothing else in `%s`', (text) => {
    expect(partOf(text)).toBe('none');
  });

  test.each([
    'robbery, cbp (city bluealien park)',
    'robbery, cbp now our nice city bike park',
    `robbery, cbp (city ${'of '.repeat(15)}bike park)`,
  ])('stand for something else in `%s`', (text) => {
    expect(partOf(text)).toBe('name_or_place');
  });

  test('mean what they say where they want something, whatever is in brackets behind', () => {
    expect(partOf('robbery, cbp wants city bike park (old)')).toBe('requester');
  });
});

test.each([
  ['robbery, a slur nasty migra', 'victim_or_witness'],
  ['robbery, slur heard twice, migra', 'none'],
  ['robbery, slur heard twice there migra', 'none'],
  ['robbery, two in vests boldly reading police migra', 'impostor_or_threat'],
  ['robbery, two in vests reading police books, two in migra', 'none'],
  ['robbery, caps marked police books then migra', 'none'],
  ['robbery, claims to be a friend for migra', 'requester'],
])('of `%s` the part is: %s', (text, part) => {
  expect(partOf(text, 'migra')).toBe(part);
});
