/** Where an incident can have happened. */
import { expect, test } from '@jest/globals';
import { CITIES, COUNTIES, OTHER_STATES, placeText } from '../../../sharing-rules/incident/places.ts';

test('Colorado is told by its cities and 64 counties, and is no other state', () => {
  expect(COUNTIES).toHaveLength(64);
  expect(CITIES.length).toBeGreaterThan(260);
  expect(OTHER_STATES).not.toContain('CO');
  expect(OTHER_STATES).toEqual(expect.arrayContaining(['WY', 'NM', 'KS', 'NE', 'UT', 'OK', 'AZ', 'DC']));
  for (const names of [CITIES, COUNTIES, OTHER_STATES]) expect(new Set(names).size).toBe(names.length);
});

test('a city and a county of one name are two places', () => {
  expect(placeText({ city: 'Denver' })).not.toBe(placeText({ county: 'Denver' }));
});
