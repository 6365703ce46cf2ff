import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { faultWords } from '../../../gateway/http/fault-words.ts';

const ajv = new Ajv();
addFormats.default(ajv);

/** What is said of a value that does not fit. */
function said(schema: object, value: unknown): string {
  const validate = ajv.compile(schema);
  expect(validate(value)).toBe(false);
  return faultWords(validate.errors?.[0] as NonNullable<typeof validate.errors>[number]);
}

describe('what is said of a field that does not fit', () => {
  test.each([
    ['a member is not there', { type: 'object', required: ['code'] }, {}, 'lacks `code`: add it'],
    ['it is not an object', { type: 'object' }, 'DEMO001', 'must be a JSON object'],
    ['it is not a list', { type: 'array' }, {}, 'must be a list'],
    [
      'a number has quotation marks',
      { type: 'integer' },
      '5',
      'must be a whole number, without quotation marks',
    ],
    [
      'two types are possible',
      { type: ['string', 'null'] },
      5,
      'must be a text in quotation marks or `null`',
    ],
    ['it is too small', { minimum: 1 }, 0, 'must be at least 1'],
    ['it is too large', { maximum: 200 }, 500, 'must be at most 200'],
    ['it is empty', { minLength: 1 }, '', 'must have at least 1 character'],
    ['it is too long', { maxLength: 3 }, 'abcd', 'must have at most 3 characters'],
    ['the list is empty', { minItems: 1 }, [], 'must have at least 1 item'],
    ['the list is too long', { maxItems: 2 }, [1, 2, 3], 'must have at most 2 items'],
    ['it is none of those known', { enum: ['CO', 'WY'] }, 'ZZ', 'must be one of: CO, WY'],
    [
      'it is not a time',
      { type: 'string', format: 'date-time' },
      '2026-11-26',
      'must be a time with its zone, e.g. 2026-06-01T08:00:00Z',
    ],
    [
      'it is no day',
      { type: 'string', format: 'date' },
      'today',
      'must be a day from 1900 to 2199, e.g. 2026-06-01',
    ],
    [
      'it is no address',
      { type: 'string', format: 'uri' },
      'here',
      'must be an address, e.g. https://adams.example.gov/alpr',
    ],
    [
      'it is written in another way',
      { type: 'string', pattern: '^[1-9]$' },
      '0',
      'is not written as it must be: see `/openapi.json`',
    ],
  ])('if %s', (_, schema, value, words) => {
    expect(said(schema, value)).toBe(words);
  });
});
