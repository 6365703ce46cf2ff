/** Says what is wrong with a field in words for its asker; the validator's are for programmers. */

import type { ErrorObject } from 'ajv';
import { counted } from '../../sharing-rules/text/counted.ts';

const TYPES: Readonly<Record<string, string>> = {
  object: 'a JSON object',
  array: 'a list',
  string: 'a text in quotation marks',
  integer: 'a whole number, without quotation marks',
  number: 'a number, without quotation marks',
  boolean: '`true` or `false`, without quotation marks',
  null: '`null`',
};

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'a time with its zone, e.g. 2026-06-01T08:00:00Z',
  date: 'a day from 1900 to 2199, e.g. 2026-06-01',
  uri: 'an address, e.g. https://adams.example.gov/alpr',
  uuid: 'an id, as the gateway gives it',
};

/** @returns what follows the name of the field, e.g. "must be at most 200" */
export function faultWords({ keyword, message, params }: ErrorObject): string {
  const { allowedValues, format, limit, missingProperty, type } = params;
  if (allowedValues !== undefined) return `must be one of: ${allowedValues.join(', ')}`;
  switch (keyword) {
    case 'required':
      return `lacks \`${missingProperty}\`: add it`;
    case 'type':
      return `must be ${[type].flat().map(named).join(' or ')}`;
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must be at most ${limit}`;
    case 'minLength':
      return `must have at least ${counted(limit, 'character')}`;
    case 'maxLength':
      return `must have at most ${counted(limit, 'character')}`;
    case 'minItems':
      return `must have at least ${counted(limit, 'item')}`;
    case 'maxItems':
      return `must have at most ${counted(limit, 'item')}`;
    case 'pattern':
      return 'is not written as it must be: see `/openapi.json`';
    case 'format':
      return `must be ${FORMATS[format] ?? format}`;
    default:
      return message ?? 'does not fit its schema';
  }
}

const named = (type: string) => TYPES[type] ?? type;
