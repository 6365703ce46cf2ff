/** Turns a body that fits the schema into the query that the rules judge. */
import { normalisePlate } from '../../sharing-rules/terms/plate.ts';
import type { AreaTarget, Query } from '../../sharing-rules/terms/query.ts';
import { GatewayError } from '../faults/errors.ts';
import { parsePurpose } from './parse-incident.ts';
import type { QueryBody } from './query.schema.ts';
import { requireStatedWords } from './require-stated-words.ts';

const DEFAULT_LIMIT = 100;

/**
 * Turns a body that fits the schema into a query.
 * @param now ms since the epoch
 * @throws GatewayError `malformed` that names the field
 */
export function queryOf(body: QueryBody, now: number): Query {
  const { plate, area, from, to, limit = DEFAULT_LIMIT, purpose: given, ...who } = body;
  requireStatedWords(given);
  const asked = { ...who, purpose: parsePurpose(given, now) };
  const rest = area === undefined ? asked : { ...asked, area: onGrid(area) };
  const window = { from: Date.parse(from), to: Date.parse(to) };
  if (!(window.from < window.to)) throw new GatewayError('malformed', '`from` must be a time before `to`');
  if (plate === undefined) return { ...rest, ...window, limit };
  const number = normalisePlate(plate.number);
  if (number === null) {
    throw new GatewayError(
      'malformed',
      '`plate.number` must be letters and digits: correct it, or ask for the part that you know as a partial match',
    );
  }
  const { state, match = 'exact' } = plate;
  return { ...rest, ...window, limit, plate: { number, match, ...(state === undefined ? {} : { state }) } };
}

/** A circle's middle to a tenth of a meter: reckoning with 5e-324 degrees is a fault in PostgreSQL. */
function onGrid(area: AreaTarget): AreaTarget {
  if ('cameras' in area) return area;
  const { lat, lon, radiusMetres } = area;
  return { lat: sixDecimals(lat), lon: sixDecimals(lon), radiusMetres };
}

function sixDecimals(degrees: number): number {
  // `+ 0`: what is rounded from below is -0.
  return Math.round(degrees * 1e6) / 1e6 + 0;
}
