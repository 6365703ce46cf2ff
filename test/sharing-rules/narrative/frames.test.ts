/** Whose part an objected word tells: what would be refused is held where it may be honest, and never permitted for it. */
import { describe, expect, test } from '@jest/globals';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import { judged } from './judged.ts';

describe('a word that would be refused beside a crime', () => {
  test.each([
    ['stolen truck of Ice Age Beverage', 'name_or_place'],
    ["gang shooting, suspect goes by 'Ice Man'", 'name_or_place'],
    ['robbery, suspect Deport Johnson', 'name_or_place'],
    ['hit and run of a ped outside USCIS building', 'name_or_place'],
    ["burglary at an immigration attorney's office", 'victim_or_witness'],
    ['assault, detainer from Adams Co for it', 'name_or_place'],
    ['burglary, parole detainer lodged', 'name_or_place'],
    ['robbery, victim is an undocumented worker', 'victim_or_witness'],
    ['assault on ICE officer by a motorist', 'victim_or_witness'],
    ['assault, ICE agent dragged by a truck', 'victim_or_witness'],
    ['kidnapping, mom deported', 'victim_or_witness'],
    ['robbery, suspects posed as ICE agents', 'impostor_or_threat'],
    ['robbery, male with ICE vest stopped the victim', 'impostor_or_threat'],
    ['agg assault, suspect threatened to have victim deported', 'impostor_or_threat'],
    ['robbery, subject claims to be w/ ICE', 'impostor_or_threat'],
    ['stolen car, not immigration related', 'negation'],
    ['robbery, neg for ICE', 'negation'],
    ['robbery, immigration not involved', 'negation'],
    ['felony theft, not an administrative warrant', 'negation'],
    ['robbery, suspect was deported', 'none'],
    ['arson, abortion pills', 'none'],
    ['Lady ICE nightclub robbery', 'none'],
  ])('is held in another part than the requester’s: `%s`', (text, frame) => {
    expect(judged(text)).toMatchObject({ effect: 'review', frames: [frame] });
  });

  test.each([
    'robbery, ICE detainer',
    'stolen truck for ICE',
    'stolen car, assist HSI',
    'burglary at 5th and Main, per ICE agent',
    'robbery at the store with immigration officers',
    'robbery near Ice Mountain, hold for ICE',
    'theft, my ex at the shop for ICE',
    'stolen car, by immigration at the office',
    'theft, dealing for ICE',
    'robbery, Immigration Wants Him',
    'robbery, administrative warrant of the store',
    'robbery, for the ICE jacket crew',
    'robbery by ICE officer',
    'robbery, job for HSI',
    'robbery 8 USC 1326',
    'robbery, E. 287(g)',
    "robbery, check victim's immigration status",
    'robbery, federal detainer',
    'robbery, warrant for Juan ICE',
    'stolen Freightliner by ICE',
    'stolen Hyundai Kona for ICE',
  ])('is refused in the requester’s frame, and where nothing explains it: `%s`', (text) => {
    expect(judged(text).effect).toBe('deny');
  });

  test('is noted with its own code, its words and its frame beside the hold', () => {
    const found = [{ words: 'ice', frame: 'name_or_place' }];
    expect(judged('stolen truck of Ice Age Beverage').findings).toMatchObject([
      { code: 'context_needs_review', effect: 'review', found },
      { code: 'narrative_immigration', effect: 'note', detail: 'federal_immigration_agency', found },
    ]);
    expect(judged('robbery, ICE detainer').findings[0]).toMatchObject({
      found: [{ frame: 'requester' }, {}],
    });
  });

  test('is refused where nothing happened, or something that the purpose does not cover', () => {
    expect(judged('truck of Ice Age Beverage').effect).toBe('deny');
    expect(judged('Marcus Ice, Denver').effect).toBe('deny');
    const theft = { code: 'missing_endangered', justification: 'stolen truck of Ice Age Beverage' };
    expect(screen(theft)).toContainEqual(
      expect.objectContaining({ code: 'narrative_immigration', effect: 'deny' }),
    );
  });
});

test('what one denial joins by `or` is denied together', () => {
  expect(judged('robbery, not for ICE or immigration').frames).toEqual(['negation']);
});

test.each([
  'assault on protesters, who was there',
  'robbery, FBI agent',
  'robbery at the border',
  'robbery, every Hispanic male in the lot',
  'robbery, each black male',
  'robbery, all the black males',
])('what is for a person to look at stays so beside a crime: `%s`', (text) => {
  expect(judged(text).effect).toBe('review');
});

describe('a crime that is denied', () => {
  test.each([
    'expired tag, not stolen',
    'neg for stolen',
    'speeding, neg for homicide',
    'speeding, never reported stolen',
  ])('is none: `%s`', (text) => {
    expect(judged(text).effect).toBe('deny');
  });

  test.each(['robbery, no injuries', 'no contact order violation, assault'])(
    'leaves what is said beside it: `%s`',
    (text) => {
      expect(judged(text).effect).toBe('permit');
    },
  );
});

describe('what the asker says the words are', () => {
  const context = [{ words: 'ICE', is: 'name_or_place' }] as const;

  test('is told in the frame, and permits nothing', () => {
    const plain = 'robbery, suspect drives the alien on weekends';
    const said = judged(plain, { context: [{ words: 'the alien', is: 'suspects_conduct' }] });
    expect(said).toMatchObject({ effect: 'review', frames: ['suspects_conduct'] });
    for (const words of ['ufo', '', 'lien', 'alie', '  '])
      expect(judged(plain, { context: [{ words, is: 'suspects_conduct' }] }).frames).toEqual(['none']);
  });

  test('does not explain a requester', () => {
    expect(judged('robbery, assist ice at night', { context }).effect).toBe('deny');
    expect(judged('truck of Ice Age Beverage', { context }).effect).toBe('deny');
  });
});
