/** What is wrong with a body, said so that the next attempt can be right. */
import { describe, expect, test } from '@jest/globals';
import type { Request } from 'express';
import { parseBody } from '../../../gateway/http/parse-body.ts';
import { compileSchema } from '../../../gateway/http/schema.ts';
import { querySchema } from '../../../gateway/query/query.schema.ts';

const validate = compileSchema({ ...querySchema, $id: 'ParsedQuery' });
const parse = (body: unknown) => parseBody({ body } as Request, validate);
const parseText = (text: string) => parse(Buffer.from(text));

const QUERY = { purpose: { code: 'x' }, from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
const PLATE = { plate: { number: 'ABC123' } };
const AREA = { area: { cameras: ['c-1'] } };

describe('a body', () => {
  test.each([
    ['that is not there, or not JSON by its type', undefined],
    ['that is empty', Buffer.alloc(0)],
  ])('%s is asked for, with its members', (_what, body) => {
    expect(() => parse(body)).toThrow(
      'send a body: JSON with `purpose`, `from`, `to`, sent with `Content-Type: application/json`; see `/openapi.json`',
    );
  });

  test.each([
    ['{}', 'the body must have exactly one of: `plate`; or `area`'],
    [
      JSON.stringify({ ...QUERY, ...PLATE, ...AREA }),
      'the body must have exactly one of: `plate`; or `area`',
    ],
    [
      JSON.stringify({ ...QUERY, area: {} }),
      '`area` must have exactly one of: `cameras`; or `lat`, `lon`, `radiusMetres`',
    ],
    [JSON.stringify(PLATE), 'the body lacks `purpose`: add it'],
    [JSON.stringify({ ...QUERY, area: { cameras: [] } }), '`area.cameras` must have at least 1 item'],
    [
      JSON.stringify({ ...QUERY, area: { lat: 39.8, lon: -104.9, radiusMetres: 0 } }),
      '`area.radiusMetres` must be at least 1',
    ],
    [
      JSON.stringify({ ...QUERY, area: { lat: 39.8, lon: -104.9, radiusMetres: 500, altitude: 1 } }),
      '`area` has an unknown field `altitude`: remove it',
    ],
    [JSON.stringify({ ...QUERY, ...PLATE, limit: 0 }), '`limit` must be at least 1'],
    [JSON.stringify({ ...QUERY, ...PLATE, limit: 500 }), '`limit` must be at most 200'],
    [
      JSON.stringify({ ...QUERY, ...PLATE, limit: '5' }),
      '`limit` must be a whole number, without quotation marks',
    ],
    [JSON.stringify({ ...QUERY, plate: 'DEMO001' }), '`plate` must be a JSON object'],
    [
      JSON.stringify({ ...QUERY, ...PLATE, from: '2026-11-26' }),
      '`from` must be a time with its zone, e.g. 2026-06-01T08:00:00Z',
    ],
    [JSON.stringify({ ...QUERY, ...PLATE, visa: 1 }), 'the body has an unknown field `visa`: remove it'],
    [
      JSON.stringify({ ...QUERY, area: { lat: 91, lon: -104.9, radiusMetres: 500, zz: 1 } }),
      '`area` has an unknown field `zz`: remove it',
    ],
    ['[{"plate":{}}]', 'the body must be a JSON object'],
    ['null', 'the body must be a JSON object'],
    ['"plate"', 'the body must be a JSON object'],
    ['{', 'the body is not JSON in UTF-8'],
    ['{"from":"a","from":"b"}', 'a key stands twice in one object'],
  ])('%s is refused, naming what to change', (text, said) => {
    expect(() => parseText(text)).toThrow(said);
  });

  test('that fits is taken', () => {
    expect(parseText(JSON.stringify({ ...QUERY, ...PLATE }))).toEqual({ ...QUERY, ...PLATE });
  });
});

describe('a name that a terminal would obey, or that shows as another', () => {
  const asked = (name: string, justification = 'seen on Dahlia Street') =>
    parseText(
      JSON.stringify({
        ...{ ...QUERY, ...PLATE, purpose: { code: 'x', justification } },
        onBehalfOf: { id: 'o-1', name, ori: 'CO0010000' },
      }),
    );

  test.each([
    ['an escape', '\u001b[2K'],
    ['a control character of eight bits', '\u009b'],
    ['a line end', '\n'],
    ['a mark of direction', '\u202e'],
    ['an isolate', '\u2066'],
    ['a character without a shape', '\u200b'],
    ['a separator of lines', '\u2028'],
  ])('is refused for %s, and the refusal names the member and not the name', (_, character) => {
    expect(() => asked(`Officer${character}Sample`)).toThrow(
      '`onBehalfOf.name` must be one line of characters that can be seen: remove control characters, marks of direction and the like',
    );
  });

  test('is taken in letters of any script, and words may have lines', () => {
    for (const name of ['Nuñez-O’Brien', '山田 太郎', 'שרה לוי', 'Sample, Ann (Det.)'])
      expect(() => asked(name, 'first line\r\nsecond\tline')).not.toThrow();
  });
});
