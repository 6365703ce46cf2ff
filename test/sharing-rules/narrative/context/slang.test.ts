/** Drugs, weather, engines, pictures and credit cards: what only sounds like immigration. */
import { describe, expect, test } from '@jest/globals';
import { isDealt, isSlang } from '../../../../sharing-rules/narrative/context/slang.ts';
import { marked } from './marked.ts';

function isOnlySlang(reason: string): boolean {
  const { text, start, end, clause } = marked(reason);
  return isSlang(text, start, end, clause);
}

function isOnlyDealt(reason: string): boolean {
  const { text, start, end } = marked(reason);
  return isDealt(text, start, end);
}

describe('ice that is dealt', () => {
  test.each(['dist of <ice>', 'wanted for distribution of <ice>', 'two ounces <ice>'])(
    'is said just before: `%s`',
    (reason) => {
      expect(isOnlyDealt(reason)).toBe(true);
    },
  );

  test.each([
    ['it is said farther before', 'wanted for distribution per <ICE>'],
    ['it is not ice', 'wanted for distribution of <HSI>'],
  ])('is not where %s: `%s`', (_, reason) => {
    expect(isOnlyDealt(reason)).toBe(false);
  });
});

describe('ice that is sold', () => {
  test.each([
    'dealing <ice> from the garage',
    'dealing meth and <ice> from the garage',
    'two bags of <ice> in the car',
    'burglary, <ice> and fentanyl found',
    'burglary, <ice> pipe found',
    'burglary, meth/<ice> found',
    'burglary, meth / <ice> found',
    'burglary, <ice>/heroin found',
  ])('is a drug: `%s`', (reason) => {
    expect(isOnlySlang(reason)).toBe(true);
  });

  test.each([
    ['no word of the trade stands next', 'dealing with <ice> on scene'],
    ['it stands in a later thought', 'sold meth/cash, <ice> on scene'],
    ['it stands in an earlier thought', '<ICE>, found cash/heroin'],
    ['other words are sold', 'selling <police> badges'],
  ])('is none where %s: `%s`', (_, reason) => {
    expect(isOnlySlang(reason)).toBe(false);
  });
});

describe('an engine', () => {
  test.each(['stolen <ICE> vehicle, not electric', 'EV hit by <ICE> vehicle', 'stolen hybrid, <I.C.E.> car'])(
    'burns fuel where the kind of another is said: `%s`',
    (reason) => {
      expect(isOnlySlang(reason)).toBe(true);
    },
  );

  test.each([
    ['no other kind is said', '<ICE> vehicle stopped'],
    ['only another vehicle is told of', '<ICE> took an electric bike'],
    ['another vehicle is called so', '<ICE> took an ice truck, not electric'],
  ])('is none where %s: `%s`', (_, reason) => {
    expect(isOnlySlang(reason)).toBe(false);
  });

  test('is told apart by the 36 letters before and behind', () => {
    expect(isOnlySlang('<ICE> vehicle parked beside a garage, gas')).toBe(true);
    expect(isOnlySlang('<ICE> vehicle parked beside the store, gas')).toBe(false);
  });
});

describe('ice on the road', () => {
  test.each([
    ['the road was covered in <ice>', true],
    ['slid on the highway with <ice>', true],
    ['the road was closed for <ice>', false],
    ['the man was covered in <ice>', false],
    ['<ice> truck parked on the road', false],
  ])('`%s`: %s', (reason, isWeather) => {
    expect(isOnlySlang(reason)).toBe(isWeather);
  });
});

describe('an alien', () => {
  test.each([
    ['<alien> head decal on the window', true],
    ['two <aliens> stickers', true],
    ['<alien> with a sticker', false],
    ['<illegal alien> head count', false],
    ['<alien smuggler> tattoo', false],
  ])('is from another planet where it is a picture: `%s`: %s', (reason, isPicture) => {
    expect(isOnlySlang(reason)).toBe(isPicture);
  });
});

describe('a visa', () => {
  test.each([
    ['<Visa fraud>, stolen credit cards', true],
    ['stolen gift cards, <Visa>', true],
    ['<visa fraud>, a landlord', false],
    ['<student visa>, paid by credit card', false],
    ['<visa overstay>, charges filed', false],
  ])('is a card where something is paid with it: `%s`: %s', (reason, isCard) => {
    expect(isOnlySlang(reason)).toBe(isCard);
  });
});
