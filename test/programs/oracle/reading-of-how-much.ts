/** The policy read as a table, fourth part: which plate or place, how far back, and how much. */
import type { Limits } from '../../../sharing-rules/terms/decision.ts';
import type { AreaTarget } from '../../../sharing-rules/terms/query.ts';
import type { Line } from './line.ts';

/** A handful of cameras, or a small circle on earth. */
function isBounded(area: AreaTarget, { areaCameras, areaRadiusMetres }: Limits): boolean {
  if ('cameras' in area) return area.cameras.length >= 1 && area.cameras.length <= areaCameras;
  const { lat, lon, radiusMetres: radius } = area;
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && radius > 0 && radius <= areaRadiusMetres;
}

export const HOW_MUCH: readonly Line[] = [
  {
    says: 'nothing older than the retention limit, nor than the grant looks back (P6)',
    code: 'window_too_old',
    effect: 'deny',
    when: ({ query, earliest }) => query.from < earliest,
  },
  {
    says: 'the window ends at most so far ahead (7.3)',
    code: 'window_in_future',
    effect: 'deny',
    when: ({ query, now, limits }) => query.to > now + limits.futureSkew,
  },
  {
    says: 'a sweep is short (420.7)',
    code: 'window_too_wide',
    effect: 'deny',
    when: ({ query, limits }) => query.area !== undefined && query.to - query.from > limits.areaWindow,
  },
  {
    says: 'a plate or an area is asked for, unless it is a hot list; and no plate made of wildcards (7.3, P-09)',
    code: 'plate_too_short',
    effect: 'deny',
    when: ({ query: { plate, area }, dataClass, limits }) =>
      (plate === undefined && area === undefined && dataClass !== 'hot_lists') ||
      (plate !== undefined &&
        (!/^[A-Z0-9]{2,}$/.test(plate.number) ||
          (!['exact', 'lookalike'].includes(plate.match) && plate.number.length < limits.partialCharacters))),
  },
  {
    says: 'a part of a plate waits for a person (6)',
    code: 'plate_too_short',
    effect: 'review',
    when: ({ query: { plate }, limits }) =>
      plate !== undefined &&
      !['exact', 'lookalike'].includes(plate.match) &&
      /^[A-Z0-9]{2,}$/.test(plate.number) &&
      plate.number.length >= limits.partialCharacters,
  },
  {
    says: 'one plate or one bounded area (7.3, P-09)',
    code: 'area_too_wide',
    effect: 'deny',
    when: ({ query: { plate, area }, limits }) =>
      area !== undefined && (plate !== undefined || !isBounded(area, limits)),
  },
  {
    says: 'a sweep of an area waits for a person (7.3)',
    code: 'area_too_wide',
    effect: 'review',
    when: ({ query: { plate, area }, limits }) =>
      area !== undefined && plate === undefined && isBounded(area, limits),
  },
  {
    says: "a vendor's cloud is asked for whole plates, in a state that it names, and for nothing else (14)",
    code: 'search_not_supported',
    effect: 'deny',
    when: ({ query: { plate, area }, readsSource }) =>
      readsSource === 'flock' &&
      (area !== undefined ||
        (plate !== undefined &&
          (plate.match !== 'exact' ||
            /^(AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT|MX|US|AS|GU|MP|VI)$/.test(plate.state ?? '')))),
  },
  {
    says: 'so many records a query (P7)',
    code: 'too_many_records',
    effect: 'deny',
    when: ({ usage, limits }) => !(usage.releasing <= limits.recordsPerQuery),
  },
  {
    says: 'so many records a day to the agency and to the officer; the grant may say fewer; a day that is used up is so whatever would be found (P7)',
    code: 'quota_exceeded',
    effect: 'deny',
    when: ({ usage, limits, grant, named }) => {
      const agencyCap = Math.min(limits.agencyRecordsPerDay, grant?.dailyRecords ?? Number.POSITIVE_INFINITY);
      const wanted = usage.releasing === 0 && usage.waits !== true ? 1 : usage.releasing;
      return !(
        usage.agencyRecordsToday + wanted <= agencyCap &&
        usage.officerRecordsToday + wanted <= limits.officerRecordsPerDay &&
        (named === undefined || named.recordsToday + wanted <= limits.officerRecordsPerDay)
      );
    },
  },
  {
    says: 'many small queries add up: so many releases a day to an officer, and for plates that begin alike (P7)',
    code: 'quota_exceeded',
    effect: 'deny',
    when: ({ usage, limits, named }) =>
      [usage.officerQueriesToday, named?.queriesToday].some(
        (so = 0) => so >= (limits.officerQueriesPerDay ?? Number.POSITIVE_INFINITY),
      ) ||
      [usage.patternQueriesToday, named?.patternQueriesToday].some(
        (so = 0) => so >= (limits.patternQueriesPerDay ?? Number.POSITIVE_INFINITY),
      ),
  },
];
