/** A word that nothing explains: held where every crime comes after it, refused everywhere else. */
import { describe, expect, test } from '@jest/globals';
import { judged } from './judged.ts';

describe('a word that nothing explains', () => {
  test.each([
    'Lady ICE nightclub shooting',
    'E.R.O. Excavating skid steer stolen',
    'CBP Concrete skid steer theft',
    'Test Valley Equestrian tack room burglary',
    'Trainer at Planet gym sexual assault',
    'Lady ICE, nightclub shooting',
    'ICEE robbery',
    'Planned Parenthood arson attempt',
    'ICEE robbery 26-04417',
    'old town, ICEE robbery',
    'abortion pills, arson',
    'fetal doppler, two tablets taken in a clinic burglary',
    'undocumented trlr VIN altered',
    'undocumented immigrant hit and run',
    'immigration survey men casing houses, two burglaries',
    'imm. status n/a, victim of kidnapping',
  ])('before every crime is held, since it may name what was harmed: `%s`', (text) => {
    const [first] = judged(text).findings;
    expect(first).toMatchObject({ code: 'context_needs_review', effect: 'review', detail: 'none' });
    expect(judged(text).effect).toBe('review');
  });

  test.each([
    ['after the crime', 'robbery then ICE'],
    ['between two crimes', 'robbery then ICE, burglary'],
    ['before a crime that is over', 'ICE pick up, prior robbery'],
    ['before a crime of a year long past', 'illegal immigrant, robbery 2012'],
    ['where `after` starts another thought', 'ICE pick up after robbery'],
    ['before a crime that harms nobody', 'DHS gun trafficking'],
    ['before a fraud', 'USCIS fraud'],
    ['with a number in it, which cites a law', '8 USC 1326, burglary'],
    ['where the story turns', 'ICE nightclub shooting, list of who was there'],
  ])('is refused %s: `%s`', (_, text) => {
    expect(judged(text).effect).toBe('deny');
  });
});
