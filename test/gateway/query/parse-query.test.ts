/** From a body to the query that is judged: places are what a map can tell apart. */
import { describe, expect, test } from '@jest/globals';
import { parsedBody } from '../../../gateway/http/parse-body.ts';
import { queryOf } from '../../../gateway/query/parse-query.ts';
import { validateQuery } from '../../../gateway/query/query.schema.ts';

const BODY = { purpose: { code: 'x' }, from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };

const asked = (target: object) =>
  queryOf(parsedBody(Buffer.from(JSON.stringify({ ...BODY, ...target })), validateQuery), Date.now());

const areaOf = (area: object) => asked({ area }).area;

describe('a plate', () => {
  const plateOf = (plate: object) => asked({ plate }).plate;

  test('is asked for with a state that there is, or with none', () => {
    expect(plateOf({ number: 'ABC123', state: 'CO' })).toMatchObject({ number: 'ABC123', state: 'CO' });
    expect(plateOf({ number: 'ABC123' })).toEqual({ number: 'ABC123', match: 'exact' });
  });

  test.each(['ZZ', 'co', 'XX', 'Colorado', ''])('is not asked for with the state `%s`', (state) => {
    expect(() => plateOf({ number: 'ABC123', state })).toThrow('`plate.state` must be one of: AB, AK, ');
  });
});

describe('a circle', () => {
  test.each([
    [39.8123456, -104.9123454, 39.812346, -104.912345],
    [5e-324, -5e-324, 0, 0],
    [-0.0000004, 0.0000006, 0, 0.000001],
    [90, -180, 90, -180],
  ])('about %d, %d lies about %d, %d', (lat, lon, north, east) => {
    expect(areaOf({ lat, lon, radiusMetres: 1 })).toEqual({ lat: north, lon: east, radiusMetres: 1 });
  });

  test.each([0, 5e-324, 0.99, -1])('of %d metres is none', (radiusMetres) => {
    expect(() => areaOf({ lat: 39.8, lon: -104.9, radiusMetres })).toThrow('`area.radiusMetres` must');
  });

  test('is not asked of cameras', () => {
    expect(areaOf({ cameras: ['c-1'] })).toEqual({ cameras: ['c-1'] });
  });
});
