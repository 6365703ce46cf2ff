/** Lists where an incident can have happened: the municipalities and counties of Colorado, and the other states. */
import type { IncidentPlace } from '../terms/incident.ts';
import { STATES } from '../terms/states.ts';
import table from './places.json' with { type: 'json' };

export const CITIES: readonly string[] = table.cities;
export const COUNTIES: readonly string[] = table.counties;
/** The other states; in Colorado a city or a county is known instead. */
export const OTHER_STATES: readonly string[] = STATES.filter((code) => code !== 'CO');

/** Says in one text where it was, so that two places can be compared. */
export function placeText(place: IncidentPlace): string {
  if ('city' in place) return place.city;
  return 'county' in place ? `${place.county} County` : place.state;
}
