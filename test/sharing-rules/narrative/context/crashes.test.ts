/** How somebody drove is part of a crime where both stand in one clause, and all that is wanted where they do not. */
import { expect, test } from '@jest/globals';
import { screen } from '../../../../sharing-rules/narrative/screen.ts';

/** The effect of what is found about traffic. */
function effectOf(justification: string): string | undefined {
  const code = 'hit_and_run';
  return screen({ code, justification }).find((one) => one.code === 'narrative_minor_traffic')?.effect;
}

test.each([
  'careless driver hit and run, bicyclist hurt',
  'hit and run after a lane change, ped hurt',
  'suspended driver fled from the hit and run',
])('how somebody drove who hit somebody is noted: `%s`', (reason) => {
  expect(effectOf(reason)).toBe('note');
});

test.each([
  ['it stands in another clause', 'hit and run. careless driver'],
  ['papers are meant', 'expired plates hit and run'],
  ['parking is meant', 'illegally parked hit and run'],
])('a person judges it where %s: `%s`', (_, reason) => {
  expect(effectOf(reason)).toBe('review');
});
