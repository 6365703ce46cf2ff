/** Whether somebody wants what was refused: what the search for misuse asks before it suspects anyone. */
import { describe, expect, test } from '@jest/globals';
import { screen } from '../../sharing-rules/narrative/screen.ts';
import { areWanted } from '../../sharing-rules/wanted-words.ts';

const wanted = (justification: string, more = {}) =>
  areWanted(screen({ code: 'stolen_vehicle', justification, ...more }), justification);

describe('refused words', () => {
  test.each([
    'stolen vehicle for ICE',
    'stolen truck, ICE hold',
    'assist ICE with removal of the driver',
    'need his address for ICE deportation',
    'CBP asked for it',
  ])('`%s` are wanted by somebody', (text) => {
    expect(wanted(text)).toBe(true);
  });

  test.each([
    'stolen truck, ICE sticker on the bumper',
    'burglary, deported man saw it',
    'illegal alien',
    'stolen truck of Ice Age Beverage',
    'sedan stolen from a driveway overnight',
  ])('`%s` are wanted by nobody that is seen', (text) => {
    expect(wanted(text)).toBe(false);
  });

  test('of a supervisor or a court are of who wants the query', () => {
    expect(wanted('armed robbery', { supervisor: 'Sgt. Roe, ICE ERO' })).toBe(true);
  });
});
