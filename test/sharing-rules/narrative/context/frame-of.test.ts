/** How far from a word its clause is asked for the word's part in the story. */
import { describe, expect, test } from '@jest/globals';
import { frameOf, turns } from '../../../../sharing-rules/narrative/context/frames.ts';
import { marked } from './marked.ts';

function frame(reason: string) {
  const { text, start, end } = marked(reason);
  return frameOf(text, start, end);
}

describe('a name or a place', () => {
  test.each([
    'seen near a small <alien>',
    'truck of tall <immigrants>',
    'van was driven to <illegals>',
    'stolen <alien> keyring',
    'headed back to the <border>',
    'suspect goes by the <Ice>',
    'county <detainer> lodged',
    'partial plate <CBP> 118',
    'lp has <ICE> in it',
    'a <Border Patrol> sticker on the suspects van',
  ])('is told by the words next before: `%s`', (reason) => {
    expect(frame(reason)).toBe('name_or_place');
  });

  test.each([
    ['the place stands fourth before', 'seen near a small dark <alien>'],
    ['what links it stands third before', 'truck of three tall <immigrants>'],
    ['what was taken stands fifth before', 'van was driven home to <illegals>'],
    ['what was taken stands farther', 'van was followed all day to <illegals>'],
    ['nothing follows that was stolen', 'stolen <alien>'],
    ['nothing is told', 'seen again <alien>'],
    ['the plate stands farther', 'plate of some <alien>'],
    ['a plate has no such letters', 'plate <immigrants>'],
    ['somebody is to run it', 'run plate <ice>'],
  ])('is not told where %s: `%s`', (_, reason) => {
    expect(frame(reason)).toBe('none');
  });

  test.each([
    ['they are said to be something', 'known as violent <illegals>'],
    ['the detainer is of an agency', 'jail <ICE detainer>'],
    ['the detainer is asked for', 'county <detainer request>'],
  ])('is not told but wanted where %s: `%s`', (_, reason) => {
    expect(frame(reason)).toBe('requester');
  });
});

test.each([
  ['robbery, actually looking for the attendees', true],
  ['robbery, who was at the rally', true],
  ['robbery outside the rally', false],
])('a story turns to something else than its crime by a word: `%s`: %s', (text, isTurned) => {
  expect(turns(text)).toBe(isTurned);
});
